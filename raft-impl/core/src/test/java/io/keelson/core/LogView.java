package io.keelson.core;

import java.util.List;

/**
 * A log in memory or on a disk, read plainly.
 *
 * @param base where it begins
 * @param entries what follows
 */
record LogView(LogBase base, List<Entry> entries) {
    static LogView of(MemberState member) {
        return new LogView(member.base(), member.entries());
    }

    static LogView of(Recovered disk) {
        return new LogView(disk.base(), disk.entries());
    }

    long lastIndex() {
        return base.index() + entries.size();
    }

    Entry at(long index) {
        return entries.get((int) (index - base.index() - 1));
    }

    /** Says whether it has this entry, or a snapshot in its place. */
    boolean has(Entry entry) {
        return entry.index() <= base.index() || (entry.index() <= lastIndex() && at(entry.index()).equals(entry));
    }

    /** Says whether all of its entries up to an index are in the other log, or a snapshot in their place. */
    boolean isIn(LogView other, long upTo) {
        for (long k = base.index() + 1; k <= upTo; k++) {
            if (!other.has(at(k))) {
                return false;
            }
        }
        return true;
    }

    /** Log matching: as far as both reach back, they are equal up to wherever they have an entry of one term. */
    boolean agrees(LogView other) {
        boolean equalSoFar = true;
        for (long k = Math.max(base.index(), other.base.index()) + 1; k <= Math.min(lastIndex(), other.lastIndex()); k++) {
            equalSoFar &= at(k).equals(other.at(k));
            if (!equalSoFar && at(k).term() == other.at(k).term()) {
                return false;
            }
        }
        return true;
    }
}
