package io.keelson.simulation.world;

import io.keelson.node.port.Clock;

/** A node's clock: the world's time at a rate of its own, and a wall clock that faults may step. */
final class SimClock implements Clock {
    /** The wall clock of every node at the start of a run: 2026-01-01T00:00:00Z. */
    private static final long WALL_ORIGIN_MILLIS = 1_767_225_600_000L;

    private static final long NOT_PLANNED = Long.MAX_VALUE;

    private static final long MILLION = 1_000_000;
    private static final long PPM_A_PERMILLE = 1_000;

    private final EventQueue queue;
    private final long ownPpm;
    private final Runnable wake;
    /** The rate now in force, since a moment of the world at which the clock read this. */
    private long fasterPpm;

    private long since;
    private long readingThen;
    private long wallOffsetMillis;
    private long wanted = NOT_PLANNED;
    private long planned = NOT_PLANNED;

    /**
     * A clock.
     *
     * @param queue the world's time
     * @param ownPpm by how much it runs faster than that by nature, in millionths
     * @param wake called at the moment asked for
     */
    SimClock(EventQueue queue, long ownPpm, Runnable wake) {
        this.queue = queue;
        this.ownPpm = ownPpm;
        this.fasterPpm = ownPpm;
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
        long passed = worldNanos - since;
        return readingThen + passed + passed * fasterPpm / MILLION;
    }

    /** The first moment of the world at which this clock shows the time, or a later one. */
    private long worldTime(long nanos) {
        if (nanos <= monotonicNanos()) {
            return queue.now();
        }
        long moment = since + (nanos - readingThen) * MILLION / (MILLION + fasterPpm);
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

    /** From here on the clock runs faster than by nature, by this many thousandths, or slower. */
    void setRate(long perMille) {
        long wish = wanted == NOT_PLANNED ? NOT_PLANNED : reading(wanted);
        readingThen = monotonicNanos();
        since = queue.now();
        fasterPpm = ownPpm + perMille * PPM_A_PERMILLE;
        planned = NOT_PLANNED;
        if (wish != NOT_PLANNED) {
            wakeAt(wish);
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
