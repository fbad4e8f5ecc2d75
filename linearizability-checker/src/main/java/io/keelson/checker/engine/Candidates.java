package io.keelson.checker.engine;

import java.util.Arrays;

/** The operations that could be linearized next, best first: a growing array of ranks and numbers, packed. */
final class Candidates {
    private static final int RANK_SHIFT = 32;
    /** Ranks, tried in this order. */
    private static final long DUE = 0;
    private static final long HELPS = 1;
    private static final long OTHER = 2;
    private static final long CRASHED_HELPS = 3;
    private static final long CRASHED = 4;

    private long[] items = new long[64];
    private int size;

    int size() {
        return size;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    /** Adds a completed operation: first the one that is due, then one that makes the due one possible. Tells its place. */
    int addCompleted(boolean due, boolean helps, int number) {
        return add((due ? DUE : helps ? HELPS : OTHER) << RANK_SHIFT | number);
    }

    /** Puts a completed operation in that place, if it comes before the one that is there. */
    void lowerCompleted(int place, boolean due, boolean helps, int number) {
        items[place] = Math.min(items[place], (due ? DUE : helps ? HELPS : OTHER) << RANK_SHIFT | number);
    }

    /** Adds a crashed class. */
    void addCrashed(boolean helps, int crashedClass) {
        add((helps ? CRASHED_HELPS : CRASHED) << RANK_SHIFT | crashedClass);
    }

    private int add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size] = item;
        return size++;
    }

    void sortFrom(int from) {
        Arrays.sort(items, from, size);
    }

    /** The number of a completed operation, or {@code ~class} of a crashed one. */
    int get(int place) {
        return items[place] >>> RANK_SHIFT >= CRASHED_HELPS ? ~(int) items[place] : (int) items[place];
    }

    long bytes() {
        return items.length * 8L;
    }
}
