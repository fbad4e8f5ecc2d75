package io.keelson.simulation.invariant;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.MemberState;
import java.util.List;

/**
 * What a member was when last looked at, and what it can't go back on.
 *
 * @param process the process that was looked at; a later one has started from the disk
 * @param state the whole of it
 * @param durable the last term and vote known to be on disk
 * @param lastApplied the last index it had applied
 */
record MemberView(int process, MemberState state, HardState durable, long lastApplied) {
    /** Says whether this is what the member is now: captures between two steps are one and the same. */
    boolean isStill(int nowProcess, MemberState now, long nowApplied) {
        return state == now && process == nowProcess && lastApplied == nowApplied;
    }

    /** Returns the entry at an index, null if the log does not hold it. */
    static Entry entry(MemberState state, long index) {
        long position = index - state.base().index() - 1;
        return position < 0 || position >= state.entries().size() ? null : state.entries().get((int) position);
    }

    /** Says whether the disk is known to hold this entry, or a snapshot in its place. */
    boolean isDurable(Entry entry) {
        if (entry.index() <= state.base().index()) {
            return !awaitsBase();
        }
        Entry here = entry(state, entry.index());
        return here != null && here.term() == entry.term() && state.durableIndex() >= entry.index();
    }

    private boolean awaitsBase() {
        for (MemberState.PendingWrite pending : state.pendingWrites()) {
            if (pending.write().base() != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns the last index up to which the two logs are the same, as far as both hold entries and beyond the later of their bases. */
    static long lastCommonIndex(MemberState before, MemberState after) {
        if (before.entries() == after.entries() && before.base().index() == after.base().index()) {
            return after.lastIndex();
        }
        long from = Math.max(before.base().index(), after.base().index());
        return from + commonPrefix(entriesAfter(before, from), entriesAfter(after, from));
    }

    /** What the log holds after an index at or after its base. */
    static List<Entry> entriesAfter(MemberState state, long index) {
        long skipped = Math.min(index - state.base().index(), state.entries().size());
        return state.entries().subList((int) skipped, state.entries().size());
    }

    private static int commonPrefix(List<Entry> before, List<Entry> after) {
        int common = Math.min(before.size(), after.size());
        if (common > 0 && before.get(common - 1) == after.get(common - 1)) {
            return common;
        }
        int position = 0;
        while (position < common && before.get(position).equals(after.get(position))) {
            position++;
        }
        return position;
    }
}
