package io.keelson.node.port;

/** The time. A step of the wall clock leaves the monotonic reading alone. */
public interface Clock {
    /** Returns a reading that never falls, in nanoseconds from an arbitrary origin. */
    long monotonicNanos();

    /** Returns the wall clock, in milliseconds since the Unix epoch. It may jump. */
    long wallMillis();

    /**
     * Asks that the node be woken ({@code Node.onWake}) at or soon after a moment. A later call replaces an earlier one.
     *
     * @param monotonicNanos the moment; one in the past means as soon as possible
     */
    void wakeAt(long monotonicNanos);
}
