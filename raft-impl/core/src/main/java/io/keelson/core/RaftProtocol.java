package io.keelson.core;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

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
    private final Persistence persistence;

    /**
     * Restores a member as it was captured.
     *
     * @param settings how it behaves; its times are not used here
     * @param state as captured
     */
    public RaftProtocol(MemberSettings settings, MemberState state) {
        n = new Member(settings, state);
        reads = new Reads(n, member -> this.replication().sendEmpty(member));
        replication = new Replication(n, reads);
        elections = new Elections(n, replication);
        persistence = new Persistence(n, elections, replication);
        assert n.isSound();
    }

    private Replication replication() {
        return replication;
    }

    /**
     * The state in which a member starts from its disk: a follower that knows what was durable, and nothing else. Spec: {@code Restart}.
     *
     * @param identity which member of which group
     * @param recovered what the disk holds
     * @return the state, never null
     */
    public static MemberState restart(MemberIdentity identity, Recovered recovered) {
        long lastIndex = recovered.base().index() + recovered.entries().size();
        return new MemberState(
                identity,
                Role.FOLLOWER,
                recovered.hardState(),
                Configuration.NOBODY,
                recovered.base(),
                recovered.entries(),
                recovered.base().index(),
                lastIndex,
                List.of(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                0,
                List.of());
    }

    /**
     * Takes one input.
     *
     * @param input not null
     * @return what the host has to do, never null
     */
    public Effects step(Input input) {
        assert n.isSound();
        long termBefore = n.term;
        long voteBefore = n.votedFor;
        n.leaderWasHeard = false;
        n.electionTimerRestarts = false;
        switch (input) {
            case Input.ElectionTimeout timeout -> elections.onElectionTimeout();
            case Input.HeartbeatDue due -> replication.onHeartbeatDue();
            case Input.QuorumCheckDue due -> elections.onQuorumCheckDue();
            case Input.Receive receive -> onReceive(receive.message(), receive.heardLeader());
            case Input.Propose propose -> replication.onPropose(propose.commands());
            case Input.ReadIndex read -> reads.onReadIndex(read.requestId());
            case Input.Persisted persisted -> persistence.onPersisted(persisted.ticket());
        }
        boolean hardStateChanged = n.term != termBefore || n.votedFor != voteBefore;
        Effects effects = n.out.finish(hardStateChanged ? new HardState(n.term, n.votedFor) : null);
        assert n.isSound();
        return effects;
    }

    private void onReceive(Message message, boolean heardLeader) {
        if (message.to() != n.id()) {
            throw new IllegalArgumentException("a message for member " + message.to() + " came to member " + n.id());
        }
        if (ignoresCampaign(message, heardLeader)) {
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
            case Message.ReadIndexRequest m -> reads.onReadIndexRequest(m);
            case Message.ReadIndexResponse m -> reads.onReadIndexResponse(m);
        }
    }

    /** Whoever hears a live leader lets no candidate depose it (thesis 4.2.3). */
    private boolean ignoresCampaign(Message message, boolean heardLeader) {
        return message instanceof Message.RequestVote && message.term() > n.term && heardLeader;
    }

    /** Says whether the message's term is one that somebody is in: a pre-vote only talks of a term that may never be (thesis 9.6). */
    private static boolean bindsToTerm(Message message) {
        return !(message instanceof Message.PreVote)
                && !(message instanceof Message.PreVoteResponse response && response.granted());
    }

    /** Returns the whole state as an immutable record. */
    public MemberState capture() {
        return n.capture();
    }

    Member member() {
        return n;
    }
}
