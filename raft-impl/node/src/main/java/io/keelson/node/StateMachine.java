package io.keelson.node;

import io.keelson.core.Bytes;

/**
 * What is replicated. Every member applies the same commands in the same order and must reach the same state: no clock, no randomness, no hash order.
 *
 * <p>Called from the node's one thread.
 */
public interface StateMachine {
    /**
     * Applies one committed command.
     *
     * @param context where in the log it stands
     * @param command as it was proposed
     * @return the answer for the client that proposed it, not null
     */
    Bytes apply(ApplyContext context, Bytes command);

    /**
     * Where in the log a command stands, and all that a state machine may know of time.
     *
     * @param index the entry's index
     * @param term the entry's term
     * @param logTimeMillis the log's time: the larger of the previous entry's and the proposing leader's wall clock, in milliseconds since the Unix epoch
     */
    record ApplyContext(long index, long term, long logTimeMillis) {}
}
