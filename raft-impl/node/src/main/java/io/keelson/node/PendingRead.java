package io.keelson.node;

import java.util.function.Consumer;
import java.util.function.Function;

/** A linearizable read that waits for its read index, then for the state machine to reach it. */
final class PendingRead<R> extends Request<R> {
    private final Group group;
    private final Function<StateMachine, R> query;

    PendingRead(Group group, Function<StateMachine, R> query, long deadline, Consumer<Outcome<R>> reply) {
        super(deadline, reply);
        this.group = group;
        this.query = query;
    }

    void serve(StateMachine machine, long lastApplied) {
        if (!answered()) {
            answer(new Outcome.Done<>(lastApplied, query.apply(machine)));
        }
    }

    @Override
    void settled(Outcome<R> outcome) {
        group.readSettled(outcome);
    }

    @Override
    Outcome<R> expired() {
        return new Outcome.NotApplied<>("no leader confirmed the read within the time limit", group.leader());
    }
}
