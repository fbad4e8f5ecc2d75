package io.keelson.node.log;

import java.util.ArrayDeque;

/** In which segments the entries of one group lie. */
final class Extents {
    /** No segment. */
    static final long NONE = Long.MAX_VALUE;

    /** The entries from this index to the next run's lie in this segment. */
    private record Run(long firstIndex, long sequence) {}

    private final ArrayDeque<Run> runs = new ArrayDeque<>();

    /** An entry, which replaces whatever was there from its index on, lies in this segment, and those that follow it as well. */
    void place(long index, long sequence) {
        while (!runs.isEmpty() && runs.peekLast().firstIndex() >= index) {
            runs.removeLast();
        }
        if (runs.isEmpty() || runs.peekLast().sequence() != sequence) {
            runs.addLast(new Run(index, sequence));
        }
    }

    /** The log begins after this index. */
    void dropTo(long base) {
        while (runs.size() > 1 && secondIndex() <= base + 1) {
            runs.removeFirst();
        }
    }

    private long secondIndex() {
        var run = runs.iterator();
        run.next();
        return run.next().firstIndex();
    }

    /** The log has no entries. */
    void clear() {
        runs.clear();
    }

    /** The oldest segment that holds an entry, {@link #NONE} if none does. */
    long oldest() {
        return runs.isEmpty() ? NONE : runs.peekFirst().sequence();
    }
}
