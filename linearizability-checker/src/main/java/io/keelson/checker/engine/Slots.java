package io.keelson.checker.engine;

import java.util.Arrays;

/** Small numbers to be taken and given back, the smallest first. */
final class Slots {
    private long[] taken = new long[1];
    private int highest;

    /** Takes the smallest that is free. */
    int take() {
        int word = 0;
        while (taken[word] == -1L) {
            if (++word == taken.length) {
                taken = Arrays.copyOf(taken, word * 2);
            }
        }
        int bit = Long.numberOfTrailingZeros(~taken[word]);
        taken[word] |= 1L << bit;
        highest = Math.max(highest, word * Long.SIZE + bit + 1);
        return word * Long.SIZE + bit;
    }

    void giveBack(int slot) {
        taken[slot >> 6] &= ~(1L << slot);
    }

    /** How many were ever taken at once: all slots lie below. */
    int highest() {
        return highest;
    }
}
