package io.keelson.simulation.world;

import io.keelson.node.port.Clock;

/** A node's clock: the world's time at a rate of its own, and a wall clock that faults may step. */
final class SimClock implements Clock {
    /** The wall clock of every node at the start of a run: 2026-01-01T00:00:00Z. */
    private static final long WALL_ORIGIN_MILLIS = 1_767_225_600_000L;

    private static final long NOT_PLANNED = Long.MAX_VALUE;

    private static final long MILLION = 1_000_000;

    private final EventQueue queue;
    private final long fasterPpm;
    private final Runnable wake;
    private long wallOffsetMillis;
    private long wanted = NOT_PLANNED;
    private long planned = NOT_PLANNED;

    /**
     * A clock.
     *
     * @param queue the world's time
     * @param fasterPpm by how much it runs faster than that, in millionths, from 0
     * @param wake called at the moment asked for
     */
    SimClock(EventQueue queue, long fasterPpm, Runnable wake) {
        this.queue = queue;
        this.fasterPpm = fasterPpm;
        this.wake = wake;
    }

    @Override
    public long monotonicNanos() {
        return reading(queue.now());
    }

    @Override
    public long wallMillis() {
        return WALL_ORIGIN_MILLIS + wallOffsetMillis + monotonicNanos() / 1_000_000;
    }

    @Override
    public void wakeAt(long monotonicNanos) {
        wanted = monotonicNanos == NOT_PLANNED ? NOT_PLANNED : worldTime(monotonicNanos);
        plan();
    }

    private long reading(long worldNanos) {
        return worldNanos + worldNanos * fasterPpm / MILLION;
    }

    /** The first moment of the world at which this clock shows the time, or a later one. */
    private long worldTime(long nanos) {
        if (nanos <= monotonicNanos()) {
            return queue.now();
        }
        long moment = nanos * MILLION / (MILLION + fasterPpm);
        while (reading(moment) < nanos) {
            moment++;
        }
        return moment;
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
