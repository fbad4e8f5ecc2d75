package io.keelson.node;

import java.util.function.Consumer;
import java.util.function.Function;

/** A read that waits for its read index, unless it needs none, then for the state machine to reach it. */
final class PendingRead<R> extends Request<R> {
    private static final long UNKNOWN = -1;

    private final Group group;
    private final Function<StateMachine, R> query;
    private final Backlog backlog;
    private long index = UNKNOWN;

    PendingRead(Group group, Function<StateMachine, R> query, Backlog backlog, long deadline, Consumer<Outcome<R>> reply) {
        super(deadline, reply);
        this.group = group;
        this.query = query;
        this.backlog = backlog;
    }

    /** From here on it waits for this much to be applied, and for nothing else. */
    void waitsFor(long readIndex) {
        index = readIndex;
    }

    void serve(StateMachine machine, long lastApplied) {
        if (!answered()) {
            answer(new Outcome.Done<>(lastApplied, query.apply(machine)));
        }
    }

    @Override
    void settled(Outcome<R> outcome) {
        backlog.readSettled();
        group.readSettled(outcome);
    }

    @Override
    Outcome<R> expired() {
        String reason = index == UNKNOWN
                ? "no leader confirmed the read within the time limit"
                : "this member has not applied index " + index + " within the time limit";
        return new Outcome.NotApplied<>(reason, group.leader());
    }
}
