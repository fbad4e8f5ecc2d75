package io.keelson.simulation.world;

import java.util.Arrays;

/**
 * Events, of which the first can be taken: that of the least moment, and of those the one with the least number. A heap over plain arrays, with four children a place: it is half as
 * deep as one with two, and what is compared at a place lies side by side.
 */
final class EventHeap {
    private static final int CHILDREN = 4;

    /** By place: the moment, then the number. Where the first event would be there is a moment that never comes, if there is none. */
    private long[] keys;

    private Runnable[] actions;
    private int size;

    EventHeap(int capacity) {
        keys = new long[2 * capacity];
        actions = new Runnable[capacity];
        keys[0] = Long.MAX_VALUE;
    }

    /** The moment of the first event, {@link Long#MAX_VALUE} if there is none. */
    long time() {
        return keys[0];
    }

    /** The number of the first event. */
    long number() {
        return keys[1];
    }

    /** Adds an event; its moment is not {@link Long#MAX_VALUE}. */
    void add(long time, long number, Runnable action) {
        if (size == actions.length) {
            keys = Arrays.copyOf(keys, 4 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        rise(size++, time, number, action);
    }

    /** Takes the first event out, and returns its action. */
    Runnable remove() {
        Runnable first = actions[0];
        size--;
        Runnable moved = actions[size];
        actions[size] = null;
        if (size > 0) {
            sink(keys[2 * size], keys[2 * size + 1], moved);
        } else {
            keys[0] = Long.MAX_VALUE;
        }
        return first;
    }

    /** Puts an event at a free leaf, or above it where it is due before its parents. */
    private void rise(int leaf, long time, long number, Runnable action) {
        int place = leaf;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!isBefore(time, number, parent)) {
                break;
            }
            copy(parent, place);
            place = parent;
        }
        put(place, time, number, action);
    }

    /** Puts an event at the free root, or below it where its children are due before it. */
    private void sink(long time, long number, Runnable action) {
        int place = 0;
        for (int child = 1; child < size; child = CHILDREN * place + 1) {
            int first = firstOf(child, Math.min(child + CHILDREN, size));
            if (isBefore(time, number, first)) {
                break;
            }
            copy(first, place);
            place = first;
        }
        put(place, time, number, action);
    }

    /** Which of these places, the last one excluded, is due first. */
    private int firstOf(int from, int to) {
        int first = from;
        for (int other = from + 1; other < to; other++) {
            if (isBefore(keys[2 * other], keys[2 * other + 1], first)) {
                first = other;
            }
        }
        return first;
    }

    private boolean isBefore(long time, long number, int other) {
        long otherTime = keys[2 * other];
        return time < otherTime || (time == otherTime && number < keys[2 * other + 1]);
    }

    private void copy(int from, int to) {
        put(to, keys[2 * from], keys[2 * from + 1], actions[from]);
    }

    private void put(int place, long time, long number, Runnable action) {
        keys[2 * place] = time;
        keys[2 * place + 1] = number;
        actions[place] = action;
    }
}
