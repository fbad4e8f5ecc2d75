package io.keelson.core;

import java.util.List;

/**
 * The inputs of the protocol proper, one for each operator of the spec. Time has no place here: a deadline has become a name, and what a
 * handler may know of time is the boolean {@code heardLeader}, which the spec chooses freely.
 */
public sealed interface Input {
    /** No leader was heard for an election timeout (thesis 3.4). Spec: {@code OnElectionTimeout}. */
    record ElectionTimeout() implements Input {}

    /** A leader's heartbeat is due (thesis 3.4). Spec: {@code OnHeartbeatDue}. */
    record HeartbeatDue() implements Input {}

    /** An election timeout has passed since a leader last counted whom it heard (thesis 6.2). Spec: {@code OnQuorumCheckDue}. */
    record QuorumCheckDue() implements Input {}

    /**
     * A message has arrived. Spec: one operator for each kind of message, named {@code On} and the kind.
     *
     * @param message addressed to this member
     * @param heardLeader whether this member has heard a live leader within the least election timeout, or is one
     */
    record Receive(Message message, boolean heardLeader) implements Input {}

    /**
     * Clients want these commands in the log. Spec: {@code OnPropose}.
     *
     * @param commands at least one
     */
    record Propose(List<Payload.Command> commands) implements Input {}

    /**
     * Clients want to read. Spec: {@code OnReadIndex}.
     *
     * @param requestId the host's own number
     * @param leaseValid whether, if this member leads, no other can have been elected since a quorum last confirmed it (thesis 6.4.1); false where leases are off
     */
    record ReadIndex(long requestId, boolean leaseValid) implements Input {}

    /**
     * An operator wants these members in the group. Spec: {@code OnChangeMembership}.
     *
     * @param voters who shall vote; each must be a member already
     * @param learners who shall receive entries without a vote
     */
    record ChangeMembership(List<Long> voters, List<Long> learners) implements Input {}

    /** A leader may bind voters that are not bound yet to the incarnations that it knows them by. Spec: {@code OnBindingDue}. */
    record BindingDue() implements Input {}

    /**
     * An operator wants another leader (thesis 3.10). Spec: {@code OnTransferLeadership}.
     *
     * @param target who shall lead
     */
    record TransferLeadership(long target) implements Input {}

    /** A transfer has not come about within an election timeout. Spec: {@code OnTransferTimeout}. */
    record TransferTimeout() implements Input {}

    /**
     * The host has a durable snapshot of its state machine. Spec: {@code OnCompact}.
     *
     * @param index the last entry in it, applied and durable; an index that may not be compacted to changes nothing
     * @param chunks in how many parts it is sent, from 1
     */
    record Compact(long index, int chunks) implements Input {}

    /**
     * The disk has stopped to answer in time, or answers again. Spec: {@code OnStorageHealth}.
     *
     * @param healthy whether it answers
     */
    record StorageHealth(boolean healthy) implements Input {}

    /**
     * The writes up to this ticket are durable. Spec: {@code OnPersisted}.
     *
     * @param ticket from {@link LogWrite#ticket()}
     */
    record Persisted(long ticket) implements Input {}
}
