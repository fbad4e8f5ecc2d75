package io.keelson.spec;

import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.MemberState;
import io.keelson.core.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the spec remembers beside members, disks and network, to say what must hold: the variables {@code chosen}, {@code asked} and {@code served}
 * of {@code Raft}.
 *
 * @param chosen the committed entries, from index 1, each with the term that committed it
 * @param asked of each read, how much was committed when it was asked; {@link #NOT_ASKED} before
 * @param served the answers to reads
 */
record History(List<Chosen> chosen, List<Long> asked, SortedSet<Effects.ReadReady> served) {
    /** What {@link #asked} says of a read that nobody has asked for yet. */
    static final long NOT_ASKED = -1;

    /**
     * A committed entry.
     *
     * @param term of the entry
     * @param value what it carries
     * @param at the term of the member that committed it first
     * @param by the configuration by which that member counted
     */
    record Chosen(long term, Payload value, long at, Configuration by) {}

    /** Nothing has happened; so many reads may be asked for. */
    static History empty(int maxReads) {
        return new History(List.of(), Collections.nCopies(maxReads, NOT_ASKED), noAnswers());
    }

    /** An empty set of answers, in the order that answers have. */
    static SortedSet<Effects.ReadReady> noAnswers() {
        return new TreeSet<>(Comparator.comparingLong(Effects.ReadReady::requestId).thenComparingLong(Effects.ReadReady::index));
    }

    /** The next read to be asked for, 0 if all have been. */
    int nextRead() {
        return asked.indexOf(NOT_ASKED) + 1;
    }

    /** Notes that a read is asked for. */
    History asking(int read) {
        List<Long> now = new ArrayList<>(asked);
        now.set(read - 1, (long) chosen.size());
        return new History(chosen, List.copyOf(now), served);
    }

    /**
     * Notes what a step of a member has committed and answered.
     *
     * @param before the member, by whose configuration it counted
     * @param member the member afterwards
     * @param answers to reads
     */
    History after(MemberState before, MemberState member, List<Effects.ReadReady> answers) {
        List<Chosen> known = new ArrayList<>(chosen);
        for (Entry entry : member.entries()) {
            if (entry.index() > chosen.size() && entry.index() <= member.commitIndex()) {
                known.add(new Chosen(entry.term(), entry.payload(), member.hardState().term(), before.configurationUpTo(before.lastIndex())));
            }
        }
        SortedSet<Effects.ReadReady> given = noAnswers();
        given.addAll(served);
        given.addAll(answers);
        return new History(List.copyOf(known), asked, given);
    }
}
