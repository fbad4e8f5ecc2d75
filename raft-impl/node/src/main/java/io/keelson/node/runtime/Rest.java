package io.keelson.node.runtime;

import java.util.concurrent.locks.LockSupport;

/** What a thread that is in no hurry leaves of the disk to others. */
enum Rest {
    /** Nothing: its work is what others wait for. */
    NONE(0),
    /** Twice as long as each piece of its work has taken. */
    BETWEEN_PIECES(2);

    /** However slow the disk is: somebody may wait for the work in the end. */
    private static final long LONGEST_NANOS = 1_500_000L;

    private final int times;

    Rest(int times) {
        this.times = times;
    }

    /** Rests after a piece of work that was begun then, by {@link System#nanoTime}. */
    void since(long begun) {
        if (times > 0) {
            LockSupport.parkNanos(Math.min(LONGEST_NANOS, times * (System.nanoTime() - begun)));
        }
    }
}
