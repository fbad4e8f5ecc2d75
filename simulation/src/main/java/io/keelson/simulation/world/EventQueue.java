package io.keelson.simulation.world;

import java.util.Arrays;

/**
 * Virtual time: what is to happen, ordered by moment, and among equal moments by the order in which it was planned. A binary heap over plain arrays,
 * since every event of a run passes through it.
 */
public final class EventQueue {
    private static final int FIRST_CAPACITY = 1024;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private Runnable[] actions = new Runnable[FIRST_CAPACITY];
    private int size;
    private long now;
    private long sequence;

    /** Returns the current moment, in nanoseconds from the start of the run. */
    public long now() {
        return now;
    }

    /** Plans an action; a moment in the past means now, after what is planned for now already. */
    public void at(long time, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        rise(size++, Math.max(time, now), sequence++, action);
    }

    /** Lets everything happen that is planned up to this moment (included), and moves the time there. */
    public void runUntil(long time) {
        while (size > 0 && times[0] <= time) {
            now = times[0];
            Runnable action = actions[0];
            removeFirst();
            action.run();
        }
        now = Math.max(now, time);
    }

    private void removeFirst() {
        size--;
        Runnable moved = actions[size];
        actions[size] = null;
        if (size > 0) {
            sink(times[size], sequences[size], moved);
        }
    }

    /** Puts an event at a free leaf, or above it where it is due before its parents. */
    private void rise(int leaf, long time, long number, Runnable action) {
        int place = leaf;
        while (place > 0) {
            int parent = (place - 1) / 2;
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
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isBefore(times[child + 1], sequences[child + 1], child)) {
                child++;
            }
            if (isBefore(time, number, child)) {
                break;
            }
            copy(child, place);
            place = child;
        }
        put(place, time, number, action);
    }

    private boolean isBefore(long time, long number, int other) {
        return time < times[other] || (time == times[other] && number < sequences[other]);
    }

    private void copy(int from, int to) {
        put(to, times[from], sequences[from], actions[from]);
    }

    private void put(int place, long time, long number, Runnable action) {
        times[place] = time;
        sequences[place] = number;
        actions[place] = action;
    }
}
