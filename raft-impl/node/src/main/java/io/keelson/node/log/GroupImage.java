package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the records read so far say of one group, and what they leave open where some of them are missing.
 *
 * <p>Segments that hold nothing but what stands before a base are gone, so the first entries read may lie far after the base read so far, and an entry may be missing whose
 * place a later base covers. Only what is still open at the end is {@link #settle lost}.
 */
final class GroupImage {
    /** Records that are missing, whoever they belonged to. */
    static final class Gap {
        private long unexplained;

        /**
         * @param records how many are missing
         */
        Gap(long records) {
            unexplained = records;
        }
    }

    /**
     * What damage has left of a group's log.
     *
     * @param lastKept the last index that is there
     * @param lostIndex up to here it may have reached before
     */
    record Loss(long lastKept, long lostIndex) {}

    private HardState hardState = HardState.INITIAL;
    private final Extents extents = new Extents();
    private LogBase base;
    /** An entry that is missing is null. */
    private final List<Entry> entries = new ArrayList<>();
    /** The index before the first of the entries. */
    private long before;
    /** Gaps in which more entries of this group may have stood after its last one. */
    private final List<Gap> open = new ArrayList<>();
    /** Whether something that is missing may have replaced what was read. */
    private boolean suspect;

    /** Says whether all that is known of the group is that it has left this node for good, and what it may not do if it comes back. */
    boolean hasLeft() {
        return entries.isEmpty() && base != null && base.configuration().equals(Configuration.NONE);
    }

    private long baseIndex() {
        return base == null ? 0 : base.index();
    }

    private long lastIndex() {
        return before + entries.size();
    }

    /** The term of the last entry, -1 if that is not known. */
    private long lastTerm() {
        if (entries.isEmpty()) {
            return before == baseIndex() ? (base == null ? 0 : base.term()) : -1;
        }
        Entry last = entries.get(entries.size() - 1);
        return last == null ? -1 : last.term();
    }

    HardState hardState() {
        return hardState;
    }

    /** Where its entries lie. */
    Extents extents() {
        return extents;
    }

    GroupHead head() {
        return new GroupHead(hardState, base, lastIndex(), lastTerm());
    }

    /** Records are missing here; {@code mayReplace} if some of them may have taken something out of a group's log. */
    void missed(Gap gap, boolean mayReplace) {
        open.add(gap);
        suspect |= mayReplace;
    }

    void remember(HardState latest) {
        hardState = latest;
    }

    /** An entry, in this segment, comes in place of whatever was there from its index on; null if it can't be read. */
    void place(long index, Entry entry, long sequence) {
        if (index <= baseIndex()) {
            throw new IllegalArgumentException("entry " + index + " stands before the base " + baseIndex());
        }
        if (suspect) {
            forgetEntries();
        }
        fillUpTo(index - 1);
        truncateAfter(index - 1);
        entries.add(entry);
        extents.place(index, sequence);
        explained();
    }

    /** Takes note that entries up to an index existed, if there are fewer: where the first segments are gone it is no gap. */
    private void fillUpTo(long index) {
        long absent = index - lastIndex();
        if (absent <= 0) {
            return;
        }
        for (Gap gap : open) {
            gap.unexplained = Math.max(0, gap.unexplained - absent);
        }
        if (entries.isEmpty()) {
            before = index;
        } else {
            entries.addAll(Collections.nCopies(Math.toIntExact(absent), null));
        }
    }

    private void truncateAfter(long index) {
        if (index < before) {
            entries.clear();
            before = index;
        }
        entries.subList((int) (index - before), entries.size()).clear();
    }

    private void forgetEntries() {
        Collections.fill(entries, null);
    }

    /** What may be missing before this place is known now. */
    private void explained() {
        open.clear();
        suspect = false;
    }

    /** The log begins after this base; what follows it is kept. */
    void rebase(LogBase latest) {
        if (latest.index() < baseIndex()) {
            throw new IllegalArgumentException("base " + latest.index() + " follows base " + baseIndex());
        }
        base = latest;
        fillUpTo(latest.index());
        if (latest.index() > before) {
            entries.subList(0, (int) (latest.index() - before)).clear();
            before = latest.index();
        }
        dropExtents();
    }

    private void dropExtents() {
        if (entries.isEmpty()) {
            extents.clear();
        } else {
            extents.dropTo(before);
        }
    }

    /**
     * The log holds nothing, and begins after this base; null if it can't be read. It may lie before the former one, where the group begins from nothing because the snapshot
     * that stood for that is lost.
     */
    void restart(long index, LogBase latest) {
        base = latest == null ? base : latest;
        entries.clear();
        before = index;
        dropExtents();
        explained();
    }

    /** What a segment or a batch repeats. It tells whether anything is missing before this place. */
    void confirm(GroupHead head) {
        hardState = head.hardState();
        if (head.base() != null && head.base().index() > baseIndex()) {
            rebase(head.base());
        } else if (head.base() != null && head.base().index() < baseIndex()) {
            restart(head.base().index(), head.base());
        }
        boolean differs = head.lastIndex() < lastIndex() || (head.lastIndex() == lastIndex() && lastTerm() >= 0 && lastTerm() != head.lastTerm());
        if (differs || (suspect && head.lastIndex() > lastIndex())) {
            forgetEntries();
        }
        fillUpTo(head.lastIndex());
        truncateAfter(head.lastIndex());
        explained();
    }

    /** Damage has left this. */
    void lose(Loss loss) {
        truncateAfter(Math.min(loss.lastKept(), lastIndex()));
        dropExtents();
        hardState = new HardState(hardState.term(), hardState.votedFor(), Math.max(hardState.lostIndex(), loss.lostIndex()));
        explained();
    }

    /** All that is missing before this place is accounted for. */
    void accounted() {
        explained();
    }

    /** Everything was read: what is still open is lost. Returns null if nothing is. */
    Loss settle() {
        if (suspect) {
            forgetEntries();
        }
        long uncertain = open.stream().mapToLong(gap -> gap.unexplained).sum();
        long lastKept = before > baseIndex() ? baseIndex() : before + intact();
        if (lastKept == lastIndex() && uncertain == 0) {
            return null;
        }
        Loss loss = new Loss(lastKept, lastIndex() + uncertain);
        lose(loss);
        return loss;
    }

    private int intact() {
        int missing = entries.indexOf(null);
        return missing < 0 ? entries.size() : missing;
    }

    Recovered recovered(Configuration initial) {
        return new Recovered(hardState, base == null ? LogBase.bootstrap(initial) : base, entries);
    }
}
