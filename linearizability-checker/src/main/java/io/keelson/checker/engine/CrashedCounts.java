package io.keelson.checker.engine;

/**
 * How many of each class of crashed operations are used, packed: one field a class, wide enough for its size, under a guard bit
 * that lets whole words be compared field by field at once. A field does not straddle words. Counts lie in an array at an offset.
 */
final class CrashedCounts {
    private final int[] word;
    private final int[] shift;
    private final long[] fieldMask;
    private final long[] guards;

    /** @param sizes how many operations each class has */
    CrashedCounts(int[] sizes) {
        word = new int[sizes.length];
        shift = new int[sizes.length];
        fieldMask = new long[sizes.length];
        int words = 0;
        int used = Long.SIZE;
        for (int i = 0; i < sizes.length; i++) {
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(sizes[i]);
            if (used + bits + 1 > Long.SIZE) {
                words++;
                used = 0;
            }
            word[i] = words - 1;
            shift[i] = used;
            fieldMask[i] = (1L << bits) - 1;
            used += bits + 1;
        }
        guards = new long[words];
        for (int i = 0; i < sizes.length; i++) {
            guards[word[i]] |= fieldMask[i] + 1 << shift[i];
        }
    }

    int words() {
        return guards.length;
    }

    int get(long[] counts, int offset, int crashedClass) {
        return (int) (counts[offset + word[crashedClass]] >>> shift[crashedClass] & fieldMask[crashedClass]);
    }

    void increment(long[] counts, int offset, int crashedClass) {
        counts[offset + word[crashedClass]] += 1L << shift[crashedClass];
    }

    /** How many are used of all classes together. */
    int total(long[] counts, int offset) {
        int total = 0;
        for (int i = 0; i < word.length; i++) {
            total += get(counts, offset, i);
        }
        return total;
    }

    /** True where no class is used more in {@code a} than in {@code b}. */
    boolean atMost(long[] a, int aOffset, long[] b, int bOffset) {
        for (int i = 0; i < guards.length; i++) {
            if (((b[bOffset + i] | guards[i]) - a[aOffset + i] & guards[i]) != guards[i]) {
                return false;
            }
        }
        return true;
    }
}
