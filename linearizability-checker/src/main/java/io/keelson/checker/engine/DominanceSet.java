package io.keelson.checker.engine;

import java.util.Arrays;

/**
 * A set of configurations, each with its position, state, mask of linearized open operations and counts of used crashed ones. It
 * answers whether it holds one that is at least as good as another: equal, but for counts that are nowhere higher, so that it has
 * at least as many crashed operations left to go on with. Comparison is exact, never by hash alone.
 */
final class DominanceSet {
    private static final int NONE = -1;

    private final CrashedCounts counts;
    private final int maskWords;
    private final int width;
    private int[] buckets = new int[1 << 8];
    private int[] next = new int[1 << 8];
    private long[] entries;
    private int size;

    DominanceSet(int maskWords, CrashedCounts counts) {
        this.counts = counts;
        this.maskWords = maskWords;
        this.width = 1 + maskWords + counts.words();
        this.entries = new long[width << 8];
        Arrays.fill(buckets, NONE);
    }

    /** Whether it holds one as good as that whose mask and counts lie in {@code from} at {@code offset}, mask first. */
    boolean dominates(int position, int state, long[] from, int offset) {
        long head = (long) position << 32 | state;
        for (int entry = buckets[bucket(head, from, offset)]; entry != NONE; entry = next[entry]) {
            int at = entry * width;
            if (entries[at] == head && Arrays.equals(entries, at + 1, at + 1 + maskWords, from, offset, offset + maskWords)
                && counts.atMost(entries, at + 1 + maskWords, from, offset + maskWords)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the configuration whose mask and counts lie in {@code from} at {@code offset}, mask first. */
    void add(int position, int state, long[] from, int offset) {
        if (size == next.length) {
            grow();
        }
        int at = size * width;
        entries[at] = (long) position << 32 | state;
        System.arraycopy(from, offset, entries, at + 1, width - 1);
        link(size++);
    }

    private void link(int entry) {
        int bucket = bucket(entries[entry * width], entries, entry * width + 1);
        next[entry] = buckets[bucket];
        buckets[bucket] = entry;
    }

    private int bucket(long head, long[] mask, int offset) {
        long hash = Mix.mix(head);
        for (int i = 0; i < maskWords; i++) {
            hash = Mix.mix(hash + mask[offset + i]);
        }
        return (int) (hash >>> 32) & buckets.length - 1;
    }

    private void grow() {
        entries = Arrays.copyOf(entries, entries.length * 2);
        next = Arrays.copyOf(next, next.length * 2);
        buckets = new int[next.length];
        Arrays.fill(buckets, NONE);
        for (int entry = 0; entry < size; entry++) {
            link(entry);
        }
    }

    long bytes() {
        return entries.length * 8L + next.length * 8L;
    }
}
