package io.keelson.jepsen.link;

import java.util.concurrent.ThreadLocalRandom;

/** One direction through a proxy: how it is now, and what waits for it to become passable. */
final class Way {
    /** What TCP waits at least before it sends again what was lost (RFC 6298, as Linux has it). */
    private static final long RETRANSMISSION_NANOS = 200_000_000;
    private static final int RETRANSMISSIONS = 6;

    private LinkState state = LinkState.SOUND;

    synchronized LinkState state() {
        return state;
    }

    synchronized void become(LinkState next) {
        state = next;
        notifyAll();
    }

    synchronized void awaitPassable() throws InterruptedException {
        while (state.cut()) {
            wait();
        }
    }

    /** How much later than it was sent a piece arrives, in nanoseconds: each loss doubles the wait for the next attempt. */
    long delay() {
        LinkState now = state();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long delay = now.delay().toNanos();
        if (!now.jitter().isZero()) {
            delay += random.nextLong(now.jitter().toNanos() + 1);
        }
        for (int lost = 0; lost < RETRANSMISSIONS && random.nextInt(100) < now.lossPercent(); lost++) {
            delay += RETRANSMISSION_NANOS << lost;
        }
        return delay;
    }
}
