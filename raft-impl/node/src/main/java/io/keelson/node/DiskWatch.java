package io.keelson.node;

/**
 * Notices that the disk does not answer: a force has been under way for as long as an election timeout, in which a member without a disk should have made room for one
 * that has one.
 *
 * <p>Looked at when a batch is over, so that an answer which waited in it counts: a process that stood still does not blame its disk.
 */
final class DiskWatch {
    private static final long NEVER = Long.MAX_VALUE;

    private final long patienceNanos;
    private long overdueAt = NEVER;
    private boolean healthy = true;

    DiskWatch(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Says whether the disk answers, or was given no reason to. */
    boolean isHealthy() {
        return healthy;
    }

    /** Looks at the force under way, if there is one, and returns whether the disk's health has changed. */
    boolean look(boolean forcing, long now) {
        if (!forcing) {
            overdueAt = NEVER;
        }
        boolean before = healthy;
        healthy = !forcing || now < overdueAt;
        return healthy != before;
    }

    /** A force may have begun since the last {@link #look}. */
    void begun(boolean forcing, long now) {
        if (forcing && overdueAt == NEVER) {
            overdueAt = now + patienceNanos;
        }
    }

    /** When there is something to notice though nothing happens. */
    long nextWake() {
        return healthy ? overdueAt : NEVER;
    }
}
