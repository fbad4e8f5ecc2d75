package io.keelson.node;

import java.util.ArrayDeque;

/** How fast a node sends snapshots, those of all groups to all members together: what the network has to carry besides comes first. */
final class SnapshotPace {
    private static final double NANOS_PER_SECOND = 1e9;

    /** A chunk that waits for its moment. */
    private record Waiting(long at, Runnable send) {}

    private final long bytesPerSecond;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean begun;
    /** When what has been let go, and what waits, has had its time. */
    private long freeAt;

    SnapshotPace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Has a chunk sent, in the order asked: now, or when those before it have had their time.
     *
     * @return when
     */
    long send(long now, int bytes, Runnable send) {
        long at = begun && freeAt - now > 0 ? freeAt : now;
        begun = true;
        freeAt = at + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
        waiting.add(new Waiting(at, send));
        onWake(now);
        return at;
    }

    /** Sends what is due. */
    void onWake(long now) {
        while (!waiting.isEmpty() && waiting.peek().at - now <= 0) {
            waiting.poll().send.run();
        }
    }

    long nextWake() {
        return waiting.isEmpty() ? GroupSchedule.NEVER : waiting.peek().at;
    }
}
