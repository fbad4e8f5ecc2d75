package io.keelson.node;

import io.keelson.core.Configuration;
import java.util.function.Consumer;

/** A transfer of leadership that has begun and waits to see who leads (thesis 3.10). */
final class PendingTransfer extends Request<Long> {
    private final long self;
    private final long target;
    private long lastKnownLeader;

    PendingTransfer(long self, long target, long deadline, Consumer<Outcome<Long>> reply) {
        super(deadline, reply);
        this.self = self;
        this.target = target;
        this.lastKnownLeader = self;
    }

    long target() {
        return target;
    }

    boolean isToItself() {
        return target == self;
    }

    void isDone() {
        answer(new Outcome.Done<>(0, target));
    }

    /**
     * Tells the outcome if there is one.
     *
     * @param leader who leads, as far as this member knows
     * @param transferee whom this member, if it leads, hands over to
     */
    void judge(long leader, long transferee) {
        lastKnownLeader = leader;
        if (leader == target) {
            isDone();
        } else if (leader == self && transferee == Configuration.NOBODY) {
            answer(new Outcome.NotApplied<>(
                    "member " + target + " has not taken over within an election timeout; member " + self + " leads on", self));
        } else if (leader != self && leader != Configuration.NOBODY) {
            answer(new Outcome.NotApplied<>("member " + leader + " was elected instead of member " + target, leader));
        }
    }

    @Override
    void settled(Outcome<Long> outcome) {}

    @Override
    Outcome<Long> expired() {
        return new Outcome.NotApplied<>("nobody is known to have taken over within the time limit", lastKnownLeader);
    }
}
