package io.keelson.node;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that wait for an entry to commit, by its index: a ring, because indexes follow one another, and what waits at the lowest is settled first. It spans no more than the part of
 * the log that is not applied.
 */
final class WaitingCommands {
    private static final int INITIAL = 16;

    /** A power of two long; the command of an index stands at its remainder. Null where nobody waits. */
    private PendingCommand[] ring = new PendingCommand[INITIAL];
    /** Nobody waits below this index; where nobody waits at all it means nothing. */
    private long first;
    /** Nobody waits from this index on. */
    private long end;

    boolean isEmpty() {
        return first == end;
    }

    /** The last one that was put at an index; null if nobody waits there. */
    PendingCommand get(long index) {
        return index >= first && index < end ? ring[slot(index)] : null;
    }

    /** Puts a command at an index, and returns what was there before, null if nothing. */
    PendingCommand put(long index, PendingCommand command) {
        if (isEmpty()) {
            first = index;
            end = index;
        }
        long from = Math.min(first, index);
        long to = Math.max(end, index + 1);
        reserve(from, to);
        first = from;
        end = to;
        PendingCommand before = ring[slot(index)];
        ring[slot(index)] = command;
        return before;
    }

    private void reserve(long from, long to) {
        int length = ring.length;
        while (length < to - from) {
            length = Math.multiplyExact(length, 2);
        }
        if (length > ring.length) {
            PendingCommand[] larger = new PendingCommand[length];
            for (long index = first; index < end; index++) {
                larger[(int) (index & length - 1)] = ring[slot(index)];
            }
            ring = larger;
        }
    }

    /** Takes out what is at an index; null if nobody waits there. */
    PendingCommand remove(long index) {
        PendingCommand removed = get(index);
        if (removed != null) {
            ring[slot(index)] = null;
            skipGaps();
        }
        return removed;
    }

    private void skipGaps() {
        while (first < end && ring[slot(first)] == null) {
            first++;
        }
        while (first < end && ring[slot(end - 1)] == null) {
            end--;
        }
    }

    /** Takes out what waits at indexes up to this one, ascending. */
    List<PendingCommand> removeUpTo(long index) {
        List<PendingCommand> removed = new ArrayList<>();
        while (!isEmpty() && first <= index) {
            removed.add(remove(first));
        }
        return removed;
    }

    private int slot(long index) {
        return (int) (index & ring.length - 1);
    }
}
