package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Effects.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of membership come about: joint consensus and learners (thesis chapter 4). */
class MembershipTest {
    private static final Configuration FIVE = Configuration.of(1, 2, 3, 4, 5);

    private static void accepted(Proposal answer) {
        assertInstanceOf(Proposal.Accepted.class, answer);
    }

    private static Configuration with(List<Long> voters, long... learners) {
        return new Configuration(voters, List.of(), ids(learners));
    }

    private static Configuration joint(List<Long> voters, List<Long> outgoing) {
        return new Configuration(voters, outgoing, List.of());
    }

    /** A group of three under member 1 with members 4 and 5 as learners that have caught up. */
    private static Cluster threeWithTwoLearners() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4, 5);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(1, 2, 3), ids(4, 5)));
        cluster.settleUnder(1, 1, 2, 3, 4, 5);
        return cluster;
    }

    @Test
    void oneBecomesThree() {
        Cluster cluster = Cluster.of(1).with(2, 3);
        cluster.timeout(1);
        cluster.settle(1);
        accepted(cluster.change(1, ids(1), ids(2, 3)));
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(new Proposal.Accepted(3, 1), cluster.change(1, ids(1, 2, 3), ids()));
        assertEquals(joint(ids(1, 2, 3), ids(1)), cluster.configuration(1), "in force when appended");
        cluster.settleUnder(1, 1, 2, 3);
        for (long id = 1; id <= 3; id++) {
            assertEquals(Configuration.of(1, 2, 3), cluster.configuration(id));
        }
        cluster.elect(3, 2, 3);
    }

    @Test
    void threeBecomeFive() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 3, 4, 5), ids()));
        cluster.settleUnder(1, 1, 2, 3, 4, 5);
        assertEquals(FIVE, cluster.configuration(5));
        cluster.propose(1, "x");
        cluster.settleUnder(1, 1, 2);
        assertEquals(List.of(), cluster.committedCommands(1), "two of five");
        cluster.settleUnder(1, 1, 4, 5);
        assertEquals(List.of("x"), cluster.committedCommands(1));
    }

    @Test
    void aMemberIsReplaced() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 4), ids()));
        cluster.settleUnder(1, 1, 2, 3, 4, 5);
        assertEquals(Configuration.of(1, 2, 4), cluster.configuration(4));
        assertEquals(ids(2, 4), List.copyOf(cluster.state(1).progress().keySet()), "nobody else is sent to");
    }

    @Test
    void aJointDecisionNeedsAMajorityOfEachHalf() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 4, 5), ids()));
        long joint = cluster.lastIndex(1);
        cluster.settle(1, 4, 5);
        assertTrue(cluster.state(1).commitIndex() < joint, "all of the new, one of three of the old");
        cluster.crash(4);
        cluster.crash(5);
        cluster.settleUnder(1, 1, 2);
        assertTrue(cluster.state(1).progress().get(4L).matchIndex() >= joint && cluster.state(1).commitIndex() >= joint);

        Cluster other = threeWithTwoLearners();
        accepted(other.change(1, ids(1, 4, 5), ids()));
        other.settleUnder(1, 1, 2, 3);
        assertTrue(other.state(1).commitIndex() < joint, "all of the old, one of three of the new");
    }

    @Test
    void theJointConfigurationIsLeftOnlyOnceItIsCommitted() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 4), ids()));
        cluster.force(1);
        assertTrue(cluster.configuration(1).isJoint());
        cluster.deliver(m -> m.to() == 2 || m.to() == 4);
        cluster.force(2);
        cluster.force(4);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(Configuration.of(1, 2, 4), cluster.configuration(1));
        assertEquals(cluster.lastIndex(1) - 1, cluster.state(1).commitIndex());
    }

    @Test
    void whatIsCommittedBeneathAJointConfigurationDoesNotEndIt() {
        Cluster cluster = threeWithTwoLearners();
        cluster.propose(1, "x");
        accepted(cluster.change(1, ids(2, 3, 4), ids()));
        long joint = cluster.lastIndex(1);
        cluster.force(1);
        cluster.deliver(m -> m instanceof Message.AppendEntries append && append.prevLogIndex() == joint - 2);
        cluster.network.clear();
        for (long id = 2; id <= 4; id++) {
            cluster.force(id);
        }
        cluster.deliver(m -> m.to() == 1);
        assertEquals(joint - 1, cluster.state(1).commitIndex());
        assertEquals(joint, cluster.lastIndex(1));
        assertTrue(cluster.configuration(1).isJoint() && cluster.leads(1));
    }

    @Test
    void aCampaignUnderAJointConfigurationNeedsAMajorityOfEachHalf() {
        Cluster cluster = threeWithTwoLearners();
        cluster.change(1, ids(1, 4, 5), ids());
        cluster.settle(1, 4, 5);
        cluster.timeout(4);
        cluster.settle(4, 5);
        assertEquals(Role.PRE_CANDIDATE, cluster.state(4).role(), "two of three of the new, none of the old");
        cluster.timeout(4);
        cluster.settle(2, 3, 4, 5);
        assertTrue(cluster.leads(4));
    }

    @Test
    void aLeaderUnderAJointConfigurationMustHearAMajorityOfEachHalf() {
        Cluster cluster = threeWithTwoLearners();
        cluster.change(1, ids(1, 4, 5), ids());
        cluster.step(1, new Input.QuorumCheckDue());
        cluster.heartbeat(1);
        cluster.settle(1, 4, 5);
        cluster.step(1, new Input.QuorumCheckDue());
        assertFalse(cluster.leads(1));
    }

    @Test
    void aNewLeaderFinishesAChangeThatItFinds() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 3, 4, 5), ids()));
        cluster.deliver(m -> true);
        cluster.network.clear();
        cluster.timeout(2);
        cluster.settleUnder(2, 2, 3, 4, 5);
        assertTrue(cluster.leads(2));
        for (long id = 2; id <= 5; id++) {
            assertEquals(FIVE, cluster.configuration(id));
        }
    }

    @Test
    void aLeaderThatIsRemovedLeadsUntilTheNewConfigurationIsCommittedAndThenStepsDown() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(2, 3), ids()));
        cluster.force(1);
        cluster.deliver(m -> true);
        cluster.force(2);
        cluster.force(3);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(Configuration.of(2, 3), cluster.configuration(1));
        assertTrue(cluster.leads(1), "the joint one is committed, the new one is not");
        cluster.force(1);
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        cluster.deliver(m -> m.to() == 1);
        assertTrue(cluster.leads(1), "it does not count itself: one of two");
        cluster.deliver(m -> m.to() == 3);
        cluster.force(3);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        assertEquals(cluster.lastIndex(1), cluster.state(1).commitIndex());
        cluster.timeout(1);
        assertEquals(Role.FOLLOWER, cluster.state(1).role(), "nor does it campaign again");
        cluster.elect(2, 2, 3);
    }

    /** A group in which a leader is the only one that has the configuration without it, and starts anew. */
    private static Cluster leftBy(long leader, long... voters) {
        Cluster cluster = Cluster.of(voters);
        cluster.elect(leader, voters);
        List<Long> others = ids(voters).stream().filter(id -> id != leader).toList();
        accepted(cluster.change(leader, others, ids()));
        cluster.force(leader);
        cluster.deliver(m -> true);
        others.forEach(cluster::force);
        cluster.deliver(m -> m.to() == leader);
        cluster.force(leader);
        cluster.network.clear();
        cluster.crash(leader);
        assertEquals(new Configuration(others, List.of(), List.of()), cluster.configuration(leader));
        others.forEach(id -> assertTrue(cluster.configuration(id).isJoint()));
        return cluster;
    }

    @Test
    void whoeverLeavesStandsAsLongAsThatMayNotBeCommitted() {
        Cluster cluster = leftBy(2, 1, 2);
        cluster.timeout(1);
        cluster.settle(1, 2);
        assertFalse(cluster.leads(1), "of the joint configuration it lacks the other's vote, whose log is longer");
        cluster.timeout(2);
        cluster.settle(1, 2);
        assertEquals(Configuration.of(1), cluster.configuration(1));
        assertEquals(Role.FOLLOWER, cluster.state(2).role(), "it led until that was committed");
        assertEquals(cluster.lastIndex(2), cluster.state(2).commitIndex());
        cluster.timeout(2);
        assertEquals(Role.FOLLOWER, cluster.state(2).role(), "and then does not stand again");
        cluster.timeout(1);
        cluster.settle(1);
        assertTrue(cluster.leads(1));
    }

    @Test
    void whoeverLeavesAndStandsDoesNotCountItsOwnVote() {
        Cluster cluster = leftBy(1, 1, 2, 3);
        cluster.timeout(1);
        cluster.settle(1, 2);
        assertEquals(Role.PRE_CANDIDATE, cluster.state(1).role(), "one of two");
        cluster.timeout(1);
        cluster.deliver(m -> true);
        cluster.deliver(m -> true);
        assertEquals(Role.CANDIDATE, cluster.state(1).role());
        cluster.settle(1, 2);
        assertEquals(Role.CANDIDATE, cluster.state(1).role(), "one of two again");
        cluster.timeout(1);
        cluster.settle(1, 2, 3);
        assertEquals(Configuration.of(2, 3), cluster.configuration(2));
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        cluster.elect(2, 2, 3);
    }

    /** What it knows to be committed is the founding of the group, in which it voted. */
    @Test
    void aLearnerThatStartsAnewDoesNotStandThoughItOnceVoted() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(1, 2), ids(3)));
        cluster.settleUnder(1, 1, 2, 3);
        accepted(cluster.change(1, ids(1, 2), ids(3, 4)));
        cluster.settleUnder(1, 1, 2, 3, 4);
        cluster.crash(3);
        assertEquals(0, cluster.state(3).commitIndex());
        cluster.timeout(3);
        assertEquals(Role.FOLLOWER, cluster.state(3).role());
        assertEquals(List.of(), cluster.network);
    }

    @Test
    void aLeaderMayBecomeALearner() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(2, 3), ids(1)));
        cluster.settle(1, 2, 3);
        assertFalse(cluster.leads(1));
        cluster.elect(2, 1, 2, 3);
        assertEquals(with(ids(2, 3), 1), cluster.configuration(2));
        assertEquals(cluster.lastIndex(2), cluster.lastIndex(1));
    }

    @Test
    void aLearnerReceivesTheLogButDoesNotCount() {
        Cluster cluster = threeWithTwoLearners();
        cluster.propose(1, "x");
        cluster.settleUnder(1, 1, 4, 5);
        assertEquals(cluster.lastIndex(1), cluster.lastIndex(4));
        assertEquals(List.of(), cluster.committedCommands(1));
        cluster.settleUnder(1, 1, 2);
        assertEquals(List.of("x"), cluster.committedCommands(1));
    }

    @Test
    void aLearnerDoesNotCampaignAndIsNotAskedForItsVote() {
        Cluster cluster = threeWithTwoLearners();
        cluster.timeout(4);
        cluster.step(4, Fixtures.receive(new Message.TimeoutNow(1, 1, 4, 1)));
        assertEquals(Role.FOLLOWER, cluster.state(4).role());
        assertEquals(List.of(), cluster.network);
        cluster.timeout(2);
        assertEquals(ids(1, 3), cluster.network.stream().map(Message::to).toList());
        cluster.deliver(m -> m instanceof Message.PreVote);
        cluster.deliver(m -> m instanceof Message.PreVoteResponse);
        cluster.force(2);
        assertEquals(ids(1, 3), cluster.underWay(Message.RequestVote.class).stream().map(Message::to).toList());
    }

    @Test
    void aVoteOfALearnerDoesNotCount() {
        Cluster cluster = threeWithTwoLearners();
        cluster.timeout(2);
        cluster.deliver(m -> m.to() == 3);
        cluster.deliver(m -> m.from() == 3);
        cluster.force(2);
        cluster.step(2, Fixtures.receive(new Message.RequestVoteResponse(4, 1, 2, 1, 2, true)));
        cluster.step(2, Fixtures.receive(new Message.RequestVoteResponse(5, 1, 2, 1, 2, true)));
        assertEquals(Role.CANDIDATE, cluster.state(2).role());
    }

    @Test
    void aMemberVotesWhateverItsOwnConfigurationSays() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4);
        cluster.step(4, Fixtures.receive(new Message.RequestVote(1, 1, 4, 1, 0, 0, false)));
        cluster.force(4);
        assertEquals(List.of(new Message.RequestVoteResponse(4, 1, 1, 1, 1, true)), cluster.network);
    }

    @Test
    void anOutsiderThatNobodyLetsInStaysQuiet() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4);
        cluster.timeout(4);
        assertEquals(List.of(), cluster.network);
        assertEquals(Role.FOLLOWER, cluster.state(4).role());
    }

    @Test
    void aChangeOfLearnersNeedsNoJointConfiguration() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(3, 2, 1), ids(4)));
        assertEquals(with(ids(1, 2, 3), 4), cluster.configuration(1));
    }

    @Test
    void aConfigurationThatIsTruncatedIsForceNoMore() {
        Cluster cluster = Cluster.of(1, 2, 3).with(4);
        cluster.elect(1, 1, 2, 3);
        accepted(cluster.change(1, ids(1, 2), ids()));
        cluster.force(1);
        cluster.network.clear();
        assertTrue(cluster.configuration(1).isJoint());
        cluster.timeout(2);
        cluster.settle(2, 3);
        cluster.settleUnder(2, 1, 2, 3);
        assertEquals(Configuration.of(1, 2, 3), cluster.configuration(1));
    }

    @Test
    void aRestartFindsTheConfigurationInTheLog() {
        Cluster cluster = threeWithTwoLearners();
        cluster.crash(4);
        assertEquals(with(ids(1, 2, 3), 4, 5), cluster.configuration(4));
    }

    @Test
    void aMemberThatWasRemovedDisturbsNobody() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 4), ids()));
        cluster.settleUnder(1, 1, 2, 3, 4);
        assertEquals(Configuration.of(1, 2, 4), cluster.configuration(1));
        assertTrue(cluster.configuration(3).isJoint(), "it never learns that it is out");
        for (int k = 0; k < 5; k++) {
            cluster.timeout(3);
            cluster.settle(1, 2, 3, 4);
        }
        assertTrue(cluster.leads(1));
        assertEquals(1, cluster.state(2).hardState().term());
        assertEquals(1, cluster.state(3).hardState().term(), "its pre-votes win nobody");
        cluster.step(2, new Input.Receive(new Message.RequestVote(3, 1, 2, 9, 99, 9, false), true));
        assertEquals(1, cluster.state(2).hardState().term(), "who hears the leader listens to nobody else");
    }

    @Test
    void whatARemovedMemberAnswersIsIgnored() {
        Cluster cluster = threeWithTwoLearners();
        accepted(cluster.change(1, ids(1, 2, 4), ids()));
        cluster.settleUnder(1, 1, 2, 3, 4);
        MemberState before = cluster.state(1);
        cluster.step(1, Fixtures.acknowledge(3, 1, cluster.lastIndex(1), 0));
        cluster.step(1, Fixtures.receive(new Message.AppendEntriesResponse(3, 1, 1, 1, false, 2, 1, 1, 0, false)));
        assertEquals(before, cluster.state(1));
    }
}
