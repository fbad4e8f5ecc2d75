package io.keelson.checker.engine;

import java.util.Arrays;

/** The configurations on the way down, each with the candidates it has yet to try; flat arrays instead of objects or recursion. */
final class SearchStack {
    private static final int RANK_SHIFT = 32;
    /** Ranks, tried in this order. */
    private static final long DUE = 0;
    private static final long HELPS = 1;
    private static final long OTHER = 2;
    private static final long CRASHED_HELPS = 3;
    private static final long CRASHED = 4;

    private final long[] mask;
    private final long[] used;
    private final int width;
    private int depth;
    private int[] positions = new int[64];
    private int[] states = new int[64];
    private int[] trailSizes = new int[64];
    private int[] nextCandidates = new int[64];
    private int[] endCandidates = new int[64];
    private long[] words;
    private long[] candidates = new long[256];
    private int candidateCount;

    /** @param mask, used the search's own arrays, read at each push */
    SearchStack(long[] mask, long[] used) {
        this.mask = mask;
        this.used = used;
        this.width = mask.length + used.length;
        this.words = new long[64 * width];
    }

    /** A completed operation as a candidate: the one that is due first, then one that makes the due one possible. */
    static long completed(boolean due, boolean helps, int number) {
        return (due ? DUE : helps ? HELPS : OTHER) << RANK_SHIFT | number;
    }

    /** A crashed class as a candidate. */
    static long crashed(boolean helps, int crashedClass) {
        return (helps ? CRASHED_HELPS : CRASHED) << RANK_SHIFT | crashedClass;
    }

    void push(int position, int state, int trailSize) {
        if (depth == positions.length) {
            grow();
        }
        positions[depth] = position;
        states[depth] = state;
        trailSizes[depth] = trailSize;
        nextCandidates[depth] = candidateCount;
        endCandidates[depth] = candidateCount;
        System.arraycopy(mask, 0, words, depth * width, mask.length);
        System.arraycopy(used, 0, words, depth * width + mask.length, used.length);
        depth++;
    }

    private void grow() {
        positions = Arrays.copyOf(positions, depth * 2);
        states = Arrays.copyOf(states, depth * 2);
        trailSizes = Arrays.copyOf(trailSizes, depth * 2);
        nextCandidates = Arrays.copyOf(nextCandidates, depth * 2);
        endCandidates = Arrays.copyOf(endCandidates, depth * 2);
        words = Arrays.copyOf(words, depth * 2 * width);
    }

    /** Adds a candidate to the top and tells its place. */
    int addCandidate(long candidate) {
        if (candidateCount == candidates.length) {
            candidates = Arrays.copyOf(candidates, candidateCount * 2);
        }
        candidates[candidateCount] = candidate;
        endCandidates[depth - 1] = candidateCount + 1;
        return candidateCount++;
    }

    /** Replaces the candidate at that place where the other comes first. */
    void lowerCandidate(int place, long candidate) {
        candidates[place] = Math.min(candidates[place], candidate);
    }

    void sortCandidates() {
        Arrays.sort(candidates, nextCandidates[depth - 1], endCandidates[depth - 1]);
    }

    boolean hasCandidate() {
        return nextCandidates[depth - 1] < endCandidates[depth - 1];
    }

    /** The number of a completed operation, or {@code ~class} of a crashed one. */
    int nextCandidate() {
        long candidate = candidates[nextCandidates[depth - 1]++];
        return candidate >>> RANK_SHIFT >= CRASHED_HELPS ? ~(int) candidate : (int) candidate;
    }

    void pop() {
        depth--;
        candidateCount = depth == 0 ? 0 : endCandidates[depth - 1];
    }

    boolean isEmpty() {
        return depth == 0;
    }

    int position() {
        return positions[depth - 1];
    }

    int state() {
        return states[depth - 1];
    }

    int trailSize() {
        return trailSizes[depth - 1];
    }

    /** The array that holds mask and counts of the top, mask first, at {@link #wordsOffset}. */
    long[] words() {
        return words;
    }

    int wordsOffset() {
        return (depth - 1) * width;
    }

    void copyWords(long[] toMask, long[] toUsed) {
        System.arraycopy(words, wordsOffset(), toMask, 0, toMask.length);
        System.arraycopy(words, wordsOffset() + toMask.length, toUsed, 0, toUsed.length);
    }

    long bytes() {
        return positions.length * 20L + words.length * 8L + candidates.length * 8L;
    }
}
