package io.keelson.spec;

import java.util.Arrays;

/**
 * Numbers tuples of ints, all of one width, in the order in which they first come. Equality is exact: no fingerprint stands for a tuple.
 *
 * <p>Holds tens of millions: a tuple costs its ints and about 12 to 24 bytes.
 */
final class TupleTable {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final long HASH_MASK = 0xFFFF_FFFF_0000_0000L;

    private final int width;
    private int[][] chunks = new int[16][];
    private int size;
    /** Open addressing: the upper half of a slot is the hash, the lower the tuple's number plus one; 0 if free. */
    private long[] slots = new long[1 << 10];

    /**
     * An empty table.
     *
     * @param width the ints of a tuple
     */
    TupleTable(int width) {
        this.width = width;
    }

    /** How many tuples there are: their numbers are below. */
    int size() {
        return size;
    }

    /** The tuple's number; it is new if that is what {@link #size} was before. The tuple is copied. */
    int number(int... tuple) {
        long hash = hash(tuple);
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            if (((slots[slot] ^ hash) & HASH_MASK) == 0 && holds((int) slots[slot] - 1, tuple)) {
                return (int) slots[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        append(tuple);
        slots[slot] = (hash & HASH_MASK) | size;
        if (3L * size > 2L * slots.length) {
            grow();
        }
        return size - 1;
    }

    /** Copies a tuple out. */
    void get(int number, int[] into) {
        System.arraycopy(chunks[number >> CHUNK_BITS], (number & (CHUNK - 1)) * width, into, 0, width);
    }

    private boolean holds(int number, int[] tuple) {
        int[] chunk = chunks[number >> CHUNK_BITS];
        int from = (number & (CHUNK - 1)) * width;
        for (int k = 0; k < width; k++) {
            if (chunk[from + k] != tuple[k]) {
                return false;
            }
        }
        return true;
    }

    private void append(int[] tuple) {
        int chunk = size >> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new int[CHUNK * width];
        }
        System.arraycopy(tuple, 0, chunks[chunk], (size & (CHUNK - 1)) * width, width);
        size++;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }

    private long hash(int[] tuple) {
        long hash = 0x9E37_79B9_7F4A_7C15L;
        for (int k = 0; k < width; k++) {
            hash = (hash ^ tuple[k]) * 0xBF58_476D_1CE4_E5B9L;
            hash ^= hash >>> 29;
        }
        hash *= 0x94D0_49BB_1331_11EBL;
        return hash ^ (hash >>> 32) ^ (hash << 32);
    }
}
