package io.keelson.core;

import java.util.List;

/** What can happen to a member. Each is one call of {@link RaftMember#step}. */
public sealed interface Event {
    /**
     * Time has passed. Yields at most one {@linkplain Input named input} of the protocol (election timeout, heartbeat due, quorum check due).
     *
     * <p>The host ticks a member first whenever it hands it something else, so that the member's idea of now is never stale.
     *
     * @param now a monotonic reading, in nanoseconds, never less than the one before
     * @param entropy a fresh random value, from which the next election timeout is drawn
     */
    record Tick(long now, long entropy) implements Event {}

    /**
     * A message has arrived.
     *
     * @param message addressed to this member, not null
     */
    record Receive(Message message) implements Event {}

    /**
     * Clients want these commands in the log, in this order. Accepted or refused as a whole: see {@link Effects#proposal()}.
     *
     * @param commands at least one, not null
     */
    record Propose(List<Payload.Command> commands) implements Event {}

    /**
     * Clients want to read. The answer is a {@link Effects.ReadReady} or {@link Effects.ReadRefused} for this number, in this step or a later one;
     * a lost message may mean that there is none, so the host sets a time limit.
     *
     * @param requestId the host's own number, fresh for each request
     */
    record ReadIndex(long requestId) implements Event {}

    /**
     * The writes up to this ticket are durable.
     *
     * @param ticket from {@link LogWrite#ticket()}
     */
    record Persisted(long ticket) implements Event {}
}
