package io.keelson.node;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The commands of one group on one node: gathered for the next proposal, appended and waiting for their index to commit, or forwarded. */
final class GroupCommands {
    private ArrayList<PendingCommand> gathered = new ArrayList<>();
    private final TreeMap<Long, PendingCommand> appended = new TreeMap<>();

    void gather(PendingCommand command) {
        gathered.add(command);
    }

    boolean hasGathered() {
        return !gathered.isEmpty();
    }

    /** Takes what has gathered and is still waited for. */
    List<PendingCommand> takeGathered() {
        if (gathered.isEmpty()) {
            return List.of();
        }
        List<PendingCommand> taken = gathered;
        gathered = new ArrayList<>();
        taken.removeIf(Request::answered);
        return taken;
    }

    /** A command stands in our log at this index, in this term. */
    void appended(long index, long term, PendingCommand command) {
        command.term = term;
        command.earlier = appended.put(index, command);
    }

    /**
     * The entry at an index is committed, so the commands that waited there know their outcome: the one of its term is applied, and those of other terms never will
     * be.
     */
    void committed(long index, long term, Outcome<Bytes> outcome, long leader) {
        PendingCommand waiting = appended.remove(index);
        while (waiting != null) {
            PendingCommand earlier = waiting.earlier;
            waiting.answer(waiting.term == term
                    ? outcome
                    : new Outcome.NotApplied<>("another leader's entry took its place in the log", leader));
            waiting = earlier;
        }
    }

    /**
     * A snapshot has taken the place of the entries up to an index, so nobody can tell here what became of the commands that waited there.
     */
    void passedOver(long index) {
        NavigableMap<Long, PendingCommand> passed = appended.headMap(index, true);
        for (PendingCommand first : passed.values()) {
            for (PendingCommand command = first; command != null; command = command.earlier) {
                command.answer(new Outcome.Unknown<>("this member was sent a snapshot instead of the entry; the command may or may not have taken effect"));
            }
        }
        passed.clear();
    }

    /** Everything that still waits, in whatever state. */
    List<PendingCommand> drain() {
        List<PendingCommand> all = new ArrayList<>(gathered);
        for (PendingCommand first : appended.values()) {
            for (PendingCommand command = first; command != null; command = command.earlier) {
                all.add(command);
            }
        }
        gathered.clear();
        appended.clear();
        return all;
    }
}
