package io.keelson.simulation.invariant;

import io.keelson.core.Bytes;
import io.keelson.node.StateMachine;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.WrappedMachine;

/** A replica that tells what it was given and what it answered. */
public final class WatchedMachine implements WrappedMachine {
    /** Is told of each application. */
    interface Listener {
        /** A command has been applied. */
        void applied(long index, AppliedLedger.Applied now);
    }

    private final StateMachine watched;
    private final Listener listener;
    private long chain;
    private long lastIndex;

    WatchedMachine(StateMachine watched, Listener listener) {
        this.watched = watched;
        this.listener = listener;
    }

    @Override
    public StateMachine wrapped() {
        return watched;
    }

    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        if (context.index() <= lastIndex) {
            throw new IllegalStateException("index " + context.index() + " is applied after index " + lastIndex);
        }
        lastIndex = context.index();
        Bytes answer = watched.apply(context, command);
        long digest = AppliedLedger.digest(command);
        chain = Indexed.hash(chain ^ context.index(), digest ^ context.term(), AppliedLedger.digest(answer) ^ context.logTimeMillis());
        listener.applied(context.index(), new AppliedLedger.Applied(chain, digest));
        return answer;
    }
}
