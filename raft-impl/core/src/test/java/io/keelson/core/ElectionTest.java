package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Elections (thesis 3.4, 3.6.1), PreVote (9.6) and what must be durable before it is told (3.8). */
class ElectionTest {
    @Test
    void aRequestForVotesLeavesOnlyAfterTermAndSelfVoteAreDurable() {
        Cluster cluster = new Cluster(withoutPreVote(), 1, 2, 3);
        cluster.timeout(1);
        assertEquals(List.of(), cluster.network);
        cluster.force(1);
        assertEquals(2, cluster.network.stream().filter(m -> m instanceof Message.RequestVote).count());
        assertEquals(new HardState(1, 1), cluster.disks.get(1L).hardState());
    }

    @Test
    void aVoteIsToldOnlyWhenItIsDurable() {
        Cluster cluster = new Cluster(withoutPreVote(), 1, 2, 3);
        cluster.timeout(1);
        cluster.force(1);
        cluster.deliver(m -> m.to() == 2);
        assertTrue(cluster.network.stream().noneMatch(m -> m instanceof Message.RequestVoteResponse));
        cluster.force(2);
        assertTrue(cluster.network.stream().anyMatch(m -> m instanceof Message.RequestVoteResponse));
    }

    @Test
    void aMemberThatCrashesBetweenVoteAndForceCanVoteAgainBecauseItToldNobody() {
        Cluster cluster = new Cluster(withoutPreVote(), 1, 2, 3);
        cluster.timeout(1);
        cluster.force(1);
        cluster.timeout(3);
        cluster.force(3);
        cluster.deliver(m -> m.from() == 1 && m.to() == 2);
        cluster.crash(2);
        cluster.deliver(m -> m.from() == 3 && m.to() == 2);
        cluster.force(2);
        List<Message> votes = cluster.network.stream()
                .filter(m -> m instanceof Message.RequestVoteResponse response && response.granted())
                .toList();
        assertEquals(1, votes.size());
        assertEquals(3, votes.get(0).to());
    }

    @Test
    void aDurableVoteSurvivesACrash() {
        Cluster cluster = new Cluster(withoutPreVote(), 1, 2, 3);
        cluster.timeout(1);
        cluster.force(1);
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        cluster.crash(2);
        cluster.timeout(3);
        cluster.force(3);
        cluster.deliver(m -> m.from() == 3 && m.to() == 2);
        cluster.force(2);
        assertTrue(cluster.network.stream().noneMatch(
                m -> m instanceof Message.RequestVoteResponse response && response.granted() && m.to() == 3));
    }

    @Test
    void oneVoteATerm() {
        Cluster cluster = new Cluster(withoutPreVote(), 1, 2, 3);
        cluster.timeout(1);
        cluster.timeout(3);
        cluster.force(1);
        cluster.force(3);
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        assertEquals(1, cluster.network.stream()
                .filter(m -> m instanceof Message.RequestVoteResponse response && response.granted())
                .count());
    }

    @Test
    void aCandidateWithAStaleLogIsRefused() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.settle(1, 2);
        cluster.timeout(3);
        cluster.settle(2, 3);
        assertEquals(Role.PRE_CANDIDATE, cluster.state(3).role());
        cluster.timeout(2);
        cluster.settle(2, 3);
        assertEquals(Role.LEADER, cluster.state(2).role());
    }

    @Test
    void aPreVoteChangesNobodysTerm() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        long term = cluster.state(1).hardState().term();
        for (int i = 0; i < 5; i++) {
            cluster.timeout(3);
            cluster.drop(m -> true);
        }
        assertEquals(term, cluster.state(3).hardState().term(), "an isolated member's term does not run away");
    }

    @Test
    void whoHearsALeaderDeposesNobody() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        long term = cluster.state(2).hardState().term();
        Message campaign = new Message.RequestVote(3, 1, 2, term + 5, 99, term + 4, false);
        assertEquals(Effects.NONE, cluster.step(2, new Input.Receive(campaign, true)));
        assertEquals(term, cluster.state(2).hardState().term());
        Effects preVote = cluster.step(2, new Input.Receive(new Message.PreVote(3, 1, 2, term + 1, 99, term), true));
        assertEquals(List.of(new Message.PreVoteResponse(2, 1, 3, 1, term, false)), preVote.sendNow());
    }

    @Test
    void aLeaderThatNobodyFollowsStepsDown() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.QuorumCheckDue());
        assertEquals(Role.LEADER, cluster.state(1).role(), "it has heard the others since it was elected");
        cluster.step(1, new Input.QuorumCheckDue());
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
    }

    @Test
    void theOnlyVoterElectsItself() {
        Cluster cluster = Cluster.of(1);
        cluster.timeout(1);
        assertEquals(Role.CANDIDATE, cluster.state(1).role(), "not before its own vote is durable");
        cluster.settle(1);
        assertEquals(Role.LEADER, cluster.state(1).role());
        assertEquals(1, cluster.state(1).commitIndex());
    }

    @Test
    void aPreCandidateStillVotesInItsTerm() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.timeout(2);
        cluster.timeout(1);
        cluster.deliver(m -> m.from() == 1 && m.to() == 3);
        cluster.deliver(m -> m.from() == 3 && m.to() == 1);
        cluster.force(1);
        cluster.deliver(m -> m instanceof Message.RequestVote && m.to() == 2);
        cluster.force(2);
        assertTrue(cluster.network.stream().anyMatch(
                m -> m instanceof Message.RequestVoteResponse response && response.granted() && m.from() == 2));
        assertEquals(Role.FOLLOWER, cluster.state(2).role());
    }

    private static MemberSettings withoutPreVote() {
        return new MemberSettings(10, 1, 4, 1 << 20, 8, false, true);
    }
}
