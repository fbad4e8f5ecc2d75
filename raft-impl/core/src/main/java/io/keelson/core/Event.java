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
     * An operator wants these members in the group. Accepted or refused at once: see {@link Effects#proposal()}. A change of voters passes through a joint
     * configuration, which the leader leaves by itself (thesis 4.3).
     *
     * @param voters who shall vote, distinct; each must be a member already, and have caught up
     * @param learners who shall receive entries without a vote, distinct
     */
    record ChangeMembership(List<Long> voters, List<Long> learners) implements Event {}

    /**
     * An operator wants another leader (thesis 3.10). Accepted or refused at once: see {@link Effects#proposal()}; given up after an election timeout.
     *
     * @param target who shall lead
     */
    record TransferLeadership(long target) implements Event {}

    /**
     * The host has a durable snapshot of its state machine, and the log up to it may go.
     *
     * @param index the last entry in it, applied and durable; an index that may not be compacted to changes nothing
     * @param chunks in how many parts it is sent, from 1
     */
    record Compact(long index, int chunks) implements Event {}

    /**
     * The disk has stopped to answer in time, or answers again: a member without a disk neither leads nor campaigns.
     *
     * @param healthy whether it answers
     */
    record StorageHealth(boolean healthy) implements Event {}

    /**
     * The writes up to this ticket are durable.
     *
     * @param ticket from {@link LogWrite#ticket()}
     */
    record Persisted(long ticket) implements Event {}
}
