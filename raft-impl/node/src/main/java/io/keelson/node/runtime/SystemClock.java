package io.keelson.node.runtime;

import io.keelson.node.port.Clock;

/** The machine's clock, unless a test makes it run otherwise. The wake-up time belongs to the node's thread; the readings may be taken on any. */
final class SystemClock implements Clock {
    private static final long NEVER = Long.MAX_VALUE;

    /** The origin of the monotonic reading, so that it starts near zero and cannot overflow. */
    private final long origin;
    private final Sabotage sabotage;
    private long wakeAt = NEVER;

    SystemClock(Sabotage sabotage) {
        this.sabotage = sabotage;
        this.origin = sabotage.monotonicNanos(System.nanoTime());
    }

    @Override
    public long monotonicNanos() {
        return sabotage.monotonicNanos(System.nanoTime()) - origin;
    }

    @Override
    public long wallMillis() {
        return sabotage.wallMillis(System.currentTimeMillis());
    }

    @Override
    public void wakeAt(long monotonicNanos) {
        wakeAt = monotonicNanos;
    }

    /** Says whether the moment has come, and if so forgets it. */
    boolean takeDue() {
        if (wakeAt == NEVER || monotonicNanos() < wakeAt) {
            return false;
        }
        wakeAt = NEVER;
        return true;
    }

    /** Returns how long to wait for the moment, in nanoseconds; {@link Long#MAX_VALUE} if none was asked for. */
    long nanosToWake() {
        if (wakeAt == NEVER) {
            return NEVER;
        }
        long now = monotonicNanos();
        // Compared, not subtracted: a moment may lie as far back as there are numbers.
        return wakeAt <= now ? 0 : sabotage.realNanos(wakeAt - now);
    }
}
