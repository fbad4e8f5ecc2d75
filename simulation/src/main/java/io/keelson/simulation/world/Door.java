package io.keelson.simulation.world;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a client sees of a running node. */
public interface Door {
    /** Replicates a command, as {@link io.keelson.node.Node#propose(long, Bytes, Consumer)}. */
    void propose(Bytes command, Consumer<Outcome<Bytes>> reply);

    /** Opens a session, as {@link io.keelson.node.Node#openSession}. */
    void openSession(long timeToLiveMillis, Consumer<Outcome<Long>> reply);

    /** Replicates a command exactly once, as {@link io.keelson.node.Node#propose(long, long, long, Bytes, Consumer)}. */
    void propose(long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply);

    /** Reads linearizably, as {@link io.keelson.node.Node#read}. */
    <R> void read(Function<StateMachine, R> query, Consumer<Outcome<R>> reply);
}
