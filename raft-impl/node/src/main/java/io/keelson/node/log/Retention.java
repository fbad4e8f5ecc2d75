package io.keelson.node.log;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which segments are still needed, as far as the disk knows: a segment holds a group back while an entry after the group's base lies in it. Hard states and bases hold nothing
 * back, for each segment repeats them.
 */
final class Retention {
    /** What a batch changes, once it is durable. */
    private sealed interface Change {
        record Placed(long group, long index, long sequence) implements Change {}

        record Rebased(long group, long index, boolean leavesNothing) implements Change {}
    }

    /** The changes of one batch, in order. */
    static final class Changes {
        private final List<Change> changes = new ArrayList<>();
        private boolean frees;

        void placed(long group, long index, long sequence) {
            changes.add(new Change.Placed(group, index, sequence));
        }

        /** A group's log begins after this index; {@code leavesNothing} if no entries follow. */
        void rebased(long group, long index, boolean leavesNothing) {
            changes.add(new Change.Rebased(group, index, leavesNothing));
            frees = true;
        }

        void clear() {
            changes.clear();
            frees = false;
        }
    }

    private final SortedMap<Long, Extents> groups = new TreeMap<>();
    private final SortedMap<Long, Long> bases = new TreeMap<>();

    /** A group's entries were found where this says. */
    void found(long group, long base, Extents extents) {
        groups.put(group, extents);
        bases.put(group, base);
    }

    /** Carries out what a durable batch has changed; returns whether some segment may have become free. */
    boolean apply(Changes durable) {
        for (Change change : durable.changes) {
            switch (change) {
                case Change.Placed placed -> extents(placed.group()).place(placed.index(), placed.sequence());
                case Change.Rebased rebased -> rebase(rebased);
            }
        }
        return durable.frees;
    }

    private Extents extents(long group) {
        return groups.computeIfAbsent(group, unseen -> new Extents());
    }

    private void rebase(Change.Rebased rebased) {
        bases.put(rebased.group(), rebased.index());
        if (rebased.leavesNothing()) {
            extents(rebased.group()).clear();
        } else {
            extents(rebased.group()).dropTo(rebased.index());
        }
    }

    /** The oldest segment that some group needs, {@link Extents#NONE} if none is needed. */
    long oldestNeeded() {
        return groups.values().stream().mapToLong(Extents::oldest).min().orElse(Extents.NONE);
    }

    /** The oldest segment that some other group needs. */
    long oldestNeededBut(long group) {
        return groups.entrySet().stream().filter(other -> other.getKey() != group).mapToLong(other -> other.getValue().oldest()).min().orElse(Extents.NONE);
    }

    /** The group that needs the oldest segment; the first of several; 0 if none does. */
    long holder() {
        long oldest = oldestNeeded();
        return oldest == Extents.NONE
                ? 0
                : groups.entrySet().stream().filter(group -> group.getValue().oldest() == oldest).findFirst().orElseThrow().getKey();
    }

    /** The index after which a group's log begins. */
    long base(long group) {
        return bases.getOrDefault(group, 0L);
    }
}
