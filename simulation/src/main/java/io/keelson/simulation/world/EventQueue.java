package io.keelson.simulation.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, ordered by moment, and among equal moments by the order in which it was planned. */
public final class EventQueue {
    private record Planned(long time, long sequence, Runnable action) {}

    private final PriorityQueue<Planned> queue =
            new PriorityQueue<>(Comparator.comparingLong(Planned::time).thenComparingLong(Planned::sequence));
    private long now;
    private long sequence;

    /** Returns the current moment, in nanoseconds from the start of the run. */
    public long now() {
        return now;
    }

    /** Returns how many actions have happened. */
    public long planned() {
        return sequence;
    }

    /** Plans an action; a moment in the past means now, after what is planned for now already. */
    public void at(long time, Runnable action) {
        queue.add(new Planned(Math.max(time, now), sequence++, action));
    }

    /** Lets everything happen that is planned up to this moment (included), and moves the time there. */
    public void runUntil(long time) {
        while (!queue.isEmpty() && queue.peek().time() <= time) {
            Planned next = queue.poll();
            now = next.time();
            next.action().run();
        }
        now = Math.max(now, time);
    }
}
