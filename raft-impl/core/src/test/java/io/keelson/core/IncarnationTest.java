package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A member is one data directory: one whose disk was wiped is a stranger until it is let in again. */
class IncarnationTest {
    private final Cluster cluster = Cluster.of(1, 2, 3).with(4);

    /** Member 1 leads, and all members are bound to their first directories. */
    private void bindAll() {
        cluster.elect(1, 1, 2, 3);
        cluster.bind(1);
        cluster.settleUnder(1, 1, 2, 3);
    }

    private static TreeMap<Long, Long> first(long... members) {
        TreeMap<Long, Long> bound = new TreeMap<>();
        ids(members).forEach(member -> bound.put(member, 1L));
        return bound;
    }

    @Test
    void aLeaderBindsWhoHasAnswered() {
        cluster.elect(1, 1, 2);
        cluster.bind(1);
        cluster.settle(1, 2);
        assertEquals(first(1, 2), cluster.bound(2));
        cluster.settleUnder(1, 1, 2, 3);
        cluster.bind(1);
        assertEquals(first(1, 2, 3), cluster.bound(1));
    }

    @Test
    void whoIsBoundIsNotBoundAgain() {
        bindAll();
        long last = cluster.lastIndex(1);
        cluster.bind(1);
        assertEquals(last, cluster.lastIndex(1));
    }

    @Test
    void nobodyBindsButALeaderThatKnowsTheLatestConfiguration() {
        cluster.bind(2);
        assertEquals(0, cluster.lastIndex(2));
        RaftProtocol leader = Fixtures.leader(Cluster.SETTINGS, 1, Configuration.of(1, 2, 3), Fixtures.log(1), 0);
        assertEquals(Effects.NONE, leader.step(new Input.BindingDue()), "nothing is committed in its term");
    }

    @Test
    void nobodyIsBoundWhileAnotherChangeIsUnderWay() {
        cluster.elect(1, 1, 2);
        cluster.change(1, ids(1, 2, 3), ids(4));
        long last = cluster.lastIndex(1);
        cluster.settle(1);
        cluster.deliver(m -> m.to() == 3);
        cluster.bind(1);
        assertEquals(last, cluster.lastIndex(1));
    }

    @Test
    void nobodyIsBoundWhileLeadershipIsHandedOver() {
        cluster.elect(1, 1, 2, 3);
        cluster.transfer(1, 2);
        long last = cluster.lastIndex(1);
        cluster.bind(1);
        assertEquals(last, cluster.lastIndex(1));
    }

    @Test
    void theVoteOfAWipedMemberIsNotCounted() {
        bindAll();
        cluster.propose(1, "x");
        cluster.settle(1, 3);
        cluster.wipe(3);
        cluster.timeout(2);
        cluster.settle(2, 3);
        assertFalse(cluster.leads(2), "it lacks x, which is committed");
    }

    @Test
    void aStrangerDoesNotStandForElection() {
        bindAll();
        RaftProtocol stranger = new RaftProtocol(
                Cluster.SETTINGS, MemberState.restarted(new MemberIdentity(1, 3, 2), cluster.disks.get(3L).durable));
        assertEquals(Effects.NONE, stranger.step(new Input.ElectionTimeout()));
        assertEquals(Effects.NONE, stranger.step(new Input.Receive(new Message.TimeoutNow(1, 1, 3, 1), false)));
    }

    @Test
    void aVoteForTheFormerDirectoryIsNotCounted() {
        RaftProtocol candidate = new RaftProtocol(
                Cluster.SETTINGS, MemberState.restarted(new MemberIdentity(1, 3, 2), Recovered.nothing(Configuration.of(1, 2, 3))));
        candidate.step(new Input.ElectionTimeout());
        candidate.step(new Input.Receive(new Message.PreVoteResponse(1, 1, 3, 1, 1, true), false));
        assertEquals(Role.PRE_CANDIDATE, candidate.capture().role());
        candidate.step(new Input.Receive(new Message.PreVoteResponse(1, 1, 3, 2, 1, true), false));
        candidate.step(new Input.Persisted(1));
        candidate.step(new Input.Receive(new Message.RequestVoteResponse(1, 1, 3, 1, 1, true), false));
        assertEquals(Role.CANDIDATE, candidate.capture().role());
        candidate.step(new Input.Receive(new Message.RequestVoteResponse(1, 1, 3, 2, 1, true), false));
        assertEquals(Role.LEADER, candidate.capture().role());
    }

    @Test
    void aVoteIsGivenOnce() {
        RaftProtocol voter = Fixtures.follower(1, 0, Configuration.of(1, 2, 3), List.of());
        Message.RequestVote request = new Message.RequestVote(2, 1, 1, 1, 0, 0, false);
        Effects first = voter.step(Fixtures.receive(request));
        assertEquals(2, first.write().hardState().votedFor());
        voter.step(new Input.Persisted(1));
        assertEquals(Effects.NONE, voter.step(Fixtures.receive(request)), "who asks again may have another directory");
        assertEquals(Effects.NONE, voter.step(Fixtures.receive(new Message.RequestVote(2, 2, 1, 1, 0, 0, false))));
    }

    @Test
    void whatAStrangerAcknowledgesIsNotCounted() {
        bindAll();
        cluster.propose(1, "x");
        cluster.force(1);
        cluster.drop(m -> true);
        long before = cluster.state(1).commitIndex();
        cluster.step(1, new Input.QuorumCheckDue());
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(3, 2, 1, 1, true, cluster.lastIndex(1), 0, 0, 0, false), false));
        cluster.step(1, new Input.Receive(new Message.InstallSnapshotResponse(3, 2, 1, 1, 1, 1), false));
        assertEquals(before, cluster.state(1).commitIndex());
        assertTrue(cluster.state(1).heardFrom().isEmpty(), "nor does it keep its leader in office");
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(3, 1, 1, 1, true, cluster.lastIndex(1), 0, 0, 0, false), false));
        assertEquals(cluster.lastIndex(1), cluster.state(1).commitIndex());
    }

    @Test
    void whatIsSentToTheFormerDirectoryIsNotTaken() {
        bindAll();
        cluster.wipe(3);
        cluster.propose(1, "x");
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(0, cluster.lastIndex(3));
        assertEquals(0, cluster.state(3).hardState().term());
        assertEquals(List.of("x"), cluster.committedCommands(2));
    }

    @Test
    void aLearnerIsBoundAsItBecomesAVoter() {
        bindAll();
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settle(1, 2, 4);
        assertEquals(1, cluster.state(1).progress().get(4L).incarnation());
        cluster.bind(1);
        assertEquals(first(1, 2, 3), cluster.bound(1));
        cluster.settle(1, 2, 4);
        cluster.change(1, ids(1, 2, 3, 4), ids());
        assertEquals(first(1, 2, 3, 4), cluster.bound(1));
    }

    @Test
    void aLearnerMayComeWithAnotherDirectory() {
        bindAll();
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settleUnder(1, 1, 2, 4);
        cluster.wipe(4);
        cluster.heartbeat(1);
        cluster.settleUnder(1, 1, 2, 4);
        assertEquals(2, cluster.state(1).progress().get(4L).incarnation());
        assertEquals(cluster.lastIndex(1), cluster.lastIndex(4));
        assertEquals(cluster.lastIndex(1), cluster.state(1).progress().get(4L).matchIndex());
        cluster.change(1, ids(1, 2, 3, 4), ids());
        assertEquals(2, cluster.bound(1).get(4L));
    }

    @Test
    void aLateAnswerOfItsFormerDirectoryDoesNotKeepALearnerOut() {
        bindAll();
        cluster.wipe(3);
        cluster.change(1, ids(1, 2), ids());
        cluster.settleUnder(1, 1, 2);
        cluster.change(1, ids(1, 2), ids(3));
        cluster.drop(m -> true);
        cluster.step(1, Fixtures.acknowledge(3, 1, 2, 0));
        assertEquals(1, cluster.state(1).progress().get(3L).incarnation());
        assertEquals(2, cluster.state(1).progress().get(3L).matchIndex());
        cluster.heartbeat(1);
        cluster.deliver(m -> m.to() == 3);
        cluster.force(3);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(2, cluster.state(1).progress().get(3L).incarnation());
        assertEquals(0, cluster.state(1).progress().get(3L).matchIndex(), "of this directory nothing is known");
        cluster.settleUnder(1, 1, 2, 3);
        assertTrue(cluster.change(1, ids(1, 2, 3), ids()) instanceof Effects.Proposal.Accepted);
        assertEquals(2, cluster.bound(1).get(3L));
    }

    @Test
    void aVoterThatIsNotBoundYetDoesNotComeWithAnotherDirectory() {
        cluster.elect(1, 1, 2, 3);
        assertEquals(1, cluster.state(1).progress().get(3L).incarnation());
        MemberState before = cluster.state(1);
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(3, 2, 1, 1, true, 1, 0, 0, 0, false), false));
        assertEquals(before, cluster.state(1));
    }

    @Test
    void aLearnerBecomesAVoterOnlyWithTheConfigurationThatItJoined() {
        Cluster lenient = new Cluster(settings(100), 1, 2, 3).with(4);
        lenient.elect(1, 1, 2, 3);
        lenient.change(1, ids(1, 2, 3), ids(4));
        lenient.settle(1, 2, 3);
        assertEquals(
                new Effects.Proposal.Refused(Refusal.NOT_CAUGHT_UP, List.of(4L)), lenient.change(1, ids(1, 2, 3, 4), ids()),
                "however little it may lack");
        lenient.settleUnder(1, 1, 2, 3, 4);
        assertTrue(lenient.change(1, ids(1, 2, 3, 4), ids()) instanceof Effects.Proposal.Accepted);
        assertEquals(1, lenient.bound(1).get(4L));
    }

    private static MemberSettings settings(int catchUpLag) {
        MemberSettings usual = Cluster.SETTINGS;
        return new MemberSettings(
                usual.electionTimeoutNanos(), usual.heartbeatNanos(), usual.maxAppendEntries(), usual.maxAppendBytes(), usual.maxInflightEntries(),
                usual.maxInflightBytes(), catchUpLag, usual.preVote(), usual.checkQuorum(), usual.leaseClockDriftPermille());
    }

    @Test
    void aWipedMemberIsRemovedAddedAndThenCountsAgain() {
        bindAll();
        cluster.wipe(3);
        cluster.change(1, ids(1, 2), ids());
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(first(1, 2), cluster.bound(1));
        cluster.change(1, ids(1, 2), ids(3));
        cluster.settleUnder(1, 1, 2, 3);
        assertNull(cluster.bound(1).get(3L));
        cluster.change(1, ids(1, 2, 3), ids());
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(2, cluster.bound(3).get(3L));
        cluster.timeout(2);
        cluster.settle(2, 3);
        assertTrue(cluster.leads(2));
    }
}
