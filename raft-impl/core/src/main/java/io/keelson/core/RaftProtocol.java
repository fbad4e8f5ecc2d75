package io.keelson.core;

/**
 * The protocol proper: one call of {@link #step} is one action of the spec. Knows no time: {@link RaftMember} turns deadlines into inputs.
 *
 * <p>The whole state can be captured to and restored from a {@link MemberState}. Not thread-safe.
 */
public final class RaftProtocol {
    private final Member n;
    private final Elections elections;
    private final Replication replication;
    private final Reads reads;
    private final Snapshots snapshots;
    private final Membership membership;
    private final Transfer transfer;
    private final Persistence persistence;
    /** What {@link #capture} returned last, null once a step has been taken: nothing but a step changes the state. */
    private MemberState captured;

    /**
     * Restores a member as it was captured.
     *
     * @param settings how it behaves; its times are not used here
     * @param state as captured
     */
    public RaftProtocol(MemberSettings settings, MemberState state) {
        n = new Member(settings, state);
        Sending sending = new Sending(n);
        reads = new Reads(n, sending);
        membership = new Membership(n, sending);
        transfer = new Transfer(n, sending);
        replication = new Replication(n, sending, reads, membership, transfer);
        snapshots = new Snapshots(n, sending, replication);
        elections = new Elections(n, sending);
        persistence = new Persistence(n, elections, replication);
        assert n.isSound();
    }

    /**
     * Takes one input.
     *
     * @param input not null
     * @return what the host has to do, never null
     */
    public Effects step(Input input) {
        assert n.isSound();
        captured = null;
        HardState before = n.hardState();
        n.leaderWasHeard = false;
        n.electionTimerRestarts = false;
        switch (input) {
            case Input.ElectionTimeout timeout -> elections.onElectionTimeout();
            case Input.HeartbeatDue due -> replication.onHeartbeatDue();
            case Input.QuorumCheckDue due -> elections.onQuorumCheckDue();
            case Input.Receive receive -> onReceive(receive.message(), receive.heardLeader());
            case Input.Propose propose -> replication.onPropose(propose.commands());
            case Input.ReadIndex read -> reads.onReadIndex(read.requestId(), read.leaseValid());
            case Input.ChangeMembership change -> membership.onChangeMembership(change.voters(), change.learners());
            case Input.BindingDue due -> membership.onBindingDue();
            case Input.TransferLeadership wanted -> transfer.onTransferLeadership(wanted.target());
            case Input.TransferTimeout timeout -> transfer.onTransferTimeout();
            case Input.Compact compact -> snapshots.onCompact(compact.index(), compact.chunks());
            case Input.StorageHealth health -> elections.onStorageHealth(health.healthy());
            case Input.Persisted persisted -> persistence.onPersisted(persisted.ticket());
        }
        HardState after = n.hardState();
        Effects effects = n.out.finish(after.equals(before) ? null : after);
        assert n.isSound();
        return effects;
    }

    private void onReceive(Message message, boolean heardLeader) {
        if (message.to() != n.id()) {
            throw new IllegalArgumentException("a message for member " + message.to() + " came to member " + n.id());
        }
        if (isForFormerDirectory(message) || ignoresCampaign(message, heardLeader)) {
            return;
        }
        if (message.term() > n.term && bindsToTerm(message)) {
            n.becomeFollower(message.term(), Configuration.NOBODY);
        }
        switch (message) {
            case Message.PreVote m -> elections.onPreVote(m, heardLeader);
            case Message.PreVoteResponse m -> elections.onPreVoteResponse(m);
            case Message.RequestVote m -> elections.onRequestVote(m);
            case Message.RequestVoteResponse m -> elections.onRequestVoteResponse(m);
            case Message.AppendEntries m -> replication.onAppendEntries(m);
            case Message.AppendEntriesResponse m -> replication.onAppendEntriesResponse(m);
            case Message.InstallSnapshot m -> snapshots.onInstallSnapshot(m);
            case Message.InstallSnapshotResponse m -> snapshots.onInstallSnapshotResponse(m);
            case Message.TimeoutNow m -> elections.onTimeoutNow(m);
            case Message.ReadIndexRequest m -> reads.onReadIndexRequest(m);
            case Message.ReadIndexResponse m -> reads.onReadIndexResponse(m);
        }
    }

    /** What was meant for the directory that this member had before its disk was wiped is not for this one: above all the votes that it was given. */
    private boolean isForFormerDirectory(Message message) {
        return message.toIncarnation() != Configuration.UNBOUND && message.toIncarnation() != n.incarnation();
    }

    /** Whoever hears a live leader lets no candidate depose it (thesis 4.2.3), but for one whom the leader itself has asked to. */
    private boolean ignoresCampaign(Message message, boolean heardLeader) {
        return heardLeader && message instanceof Message.RequestVote request && request.term() > n.term && !request.transfer();
    }

    /** Says whether the message's term is one that somebody is in: a pre-vote only talks of a term that may never be (thesis 9.6). */
    private static boolean bindsToTerm(Message message) {
        return !(message instanceof Message.PreVote)
                && !(message instanceof Message.PreVoteResponse response && response.granted());
    }

    /** Returns the whole state as an immutable record: between two steps the same one. */
    public MemberState capture() {
        if (captured == null) {
            captured = n.capture();
        }
        return captured;
    }

    /** The latest read round of this leader that a quorum has echoed. */
    long confirmedRound() {
        return reads.confirmedRound();
    }

    /** Says whether an {@link Input.BindingDue} would change anything. */
    boolean bindingIsDue() {
        return membership.bindingIsDue();
    }

    Member member() {
        return n;
    }
}
