package io.keelson.checker.engine;

import java.util.Arrays;

/** A set of configurations in order of arrival: scanned while it is small, hashed once it is not. */
final class ConfigurationSet {
    private static final int SMALL = 8;

    private long[] masks = new long[SMALL];
    private int[] states = new int[SMALL];
    private int[] uses = new int[SMALL];
    /** Places plus one by hash, or 0; empty while the set is small. */
    private int[] table = {};
    private int size;

    int size() {
        return size;
    }

    long mask(int place) {
        return masks[place];
    }

    int state(int place) {
        return states[place];
    }

    int uses(int place) {
        return uses[place];
    }

    /** Empties it; a table that was hardly used is given back. */
    void clear() {
        if (table.length > 64 * size && table.length > 1 << 10) {
            masks = new long[SMALL];
            states = new int[SMALL];
            uses = new int[SMALL];
            table = new int[0];
        }
        size = 0;
    }

    /** Adds one that is not there yet. */
    void add(long mask, int state, int use) {
        if (size < SMALL) {
            for (int i = 0; i < size; i++) {
                if (is(i, mask, state, use)) {
                    return;
                }
            }
            append(mask, state, use);
            return;
        }
        if (size * 2 >= table.length || size == SMALL) {
            rehash();
        }
        int place = place(mask, state, use);
        if (table[place] == 0) {
            append(mask, state, use);
            table[place] = size;
        }
    }

    private boolean is(int i, long mask, int state, int use) {
        return masks[i] == mask && states[i] == state && uses[i] == use;
    }

    private void append(long mask, int state, int use) {
        if (size == masks.length) {
            masks = Arrays.copyOf(masks, size * 2);
            states = Arrays.copyOf(states, size * 2);
            uses = Arrays.copyOf(uses, size * 2);
        }
        masks[size] = mask;
        states[size] = state;
        uses[size++] = use;
    }

    private void rehash() {
        if (size * 2 >= table.length) {
            table = new int[Math.max(table.length * 2, SMALL * 8)];
        } else {
            Arrays.fill(table, 0);
        }
        for (int i = 0; i < size; i++) {
            table[place(masks[i], states[i], uses[i])] = i + 1;
        }
    }

    private int place(long mask, int state, int use) {
        int limit = table.length - 1;
        int place = (int) (Mix.mix(mask + Mix.mix((long) state << 32 | use)) >>> 32) & limit;
        while (table[place] != 0 && !is(table[place] - 1, mask, state, use)) {
            place = place + 1 & limit;
        }
        return place;
    }

    /** Puts other states, and other uses, in the place of those that are there, and keeps those that {@code keep} says. */
    void replace(int[] newStates, int[] newUses, boolean[] keep) {
        long[] oldMasks = Arrays.copyOf(masks, size);
        int count = size;
        clear();
        for (int i = 0; i < count; i++) {
            if (keep[i]) {
                add(oldMasks[i], newStates[i], newUses[i]);
            }
        }
    }

    long bytes() {
        return masks.length * 16L + table.length * 4L;
    }
}
