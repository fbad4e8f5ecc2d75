package io.keelson.simulation.world;

import io.keelson.node.port.Clock;

/** A node's clock: the world's time since the node's machine was switched on, and a wall clock that faults may step. */
final class SimClock implements Clock {
    /** The wall clock of every node at the start of a run: 2026-01-01T00:00:00Z. */
    private static final long WALL_ORIGIN_MILLIS = 1_767_225_600_000L;

    private static final long NOT_PLANNED = Long.MAX_VALUE;

    private final EventQueue queue;
    private final Runnable wake;
    private long wallOffsetMillis;
    private long wanted = NOT_PLANNED;
    private long planned = NOT_PLANNED;

    /**
     * A clock.
     *
     * @param queue the world's time
     * @param wake called at the moment asked for
     */
    SimClock(EventQueue queue, Runnable wake) {
        this.queue = queue;
        this.wake = wake;
    }

    @Override
    public long monotonicNanos() {
        return queue.now();
    }

    @Override
    public long wallMillis() {
        return WALL_ORIGIN_MILLIS + wallOffsetMillis + queue.now() / 1_000_000;
    }

    @Override
    public void wakeAt(long monotonicNanos) {
        wanted = monotonicNanos;
        plan();
    }

    /** Plans one event at a time: a later wish waits for the earlier event, so that election timeouts that move on do not pile up. */
    private void plan() {
        if (wanted < planned) {
            long moment = Math.max(wanted, queue.now());
            planned = moment;
            queue.at(moment, () -> ring(moment));
        }
    }

    private void ring(long moment) {
        if (planned != moment) {
            return;
        }
        planned = NOT_PLANNED;
        if (wanted <= moment) {
            wanted = NOT_PLANNED;
            wake.run();
        } else {
            plan();
        }
    }

    /** Steps the wall clock, which leaves the monotonic reading alone. */
    void step(long millis) {
        wallOffsetMillis += millis;
    }

    /** Forgets the wish of a process that is gone. */
    void forget() {
        wanted = NOT_PLANNED;
        planned = NOT_PLANNED;
    }
}
