package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Effects.Proposal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leadership transfer (thesis 3.10). */
class TransferTest {
    private static final Message TIMEOUT_NOW = new Message.TimeoutNow(1, 1, 2, 1);

    private final Cluster cluster = Cluster.of(1, 2, 3);

    @BeforeEach
    void memberOneLeads() {
        cluster.elect(1, 1, 2, 3);
    }

    private static Proposal refused(Refusal reason, long... members) {
        return new Proposal.Refused(reason, ids(members));
    }

    @Test
    void aTargetThatHasEverythingIsToldToCampaignAtOnce() {
        assertEquals(new Proposal.TransferStarted(2), cluster.transfer(1, 2));
        assertEquals(List.of(TIMEOUT_NOW), cluster.network);
    }

    @Test
    void theTargetCampaignsWithoutPreVoteAndThoughEverybodyHearsTheLeader() {
        cluster.transfer(1, 2);
        cluster.deliver(m -> true, true);
        assertEquals(Role.CANDIDATE, cluster.state(2).role());
        cluster.force(2);
        assertTrue(cluster.underWay(Message.RequestVote.class).stream().allMatch(Message.RequestVote::transfer));
        cluster.deliver(m -> true, true);
        assertFalse(cluster.leads(1), "the old leader votes as well");
        cluster.settle(1, 2, 3);
        assertTrue(cluster.leads(2));
    }

    @Test
    void anOrdinaryCampaignDoesNotClaimThatTheLeaderAskedForIt() {
        cluster.timeout(2);
        cluster.deliver(m -> true);
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        assertEquals(2, cluster.underWay(Message.RequestVote.class).size());
        assertTrue(cluster.underWay(Message.RequestVote.class).stream().noneMatch(Message.RequestVote::transfer));
    }

    @Test
    void aTargetThatIsBehindIsBroughtUpToDateFirst() {
        cluster.propose(1, "x");
        cluster.drop(m -> m.to() == 2);
        cluster.settle(1, 3);
        cluster.transfer(1, 2);
        assertEquals(List.of(), cluster.underWay(Message.TimeoutNow.class));
        cluster.heartbeat(1);
        for (int k = 0; k < 5; k++) {
            cluster.deliver(m -> !(m instanceof Message.TimeoutNow));
        }
        assertEquals(2, cluster.lastIndex(2));
        assertEquals(List.of(), cluster.underWay(Message.TimeoutNow.class), "the command is not durable at the target");
        cluster.force(2);
        cluster.deliver(m -> m.from() == 2);
        assertEquals(List.of(TIMEOUT_NOW), cluster.underWay(Message.TimeoutNow.class));
    }

    @Test
    void aTargetOfWhichNothingIsKnownIsLookedForAtOnce() {
        cluster.disk(1, false);
        cluster.elect(3, 1, 3);
        cluster.transfer(3, 2);
        assertEquals(List.of(2L), cluster.underWay(Message.AppendEntries.class).stream().map(Message::to).toList());
        cluster.settle(1, 2, 3);
        assertTrue(cluster.leads(2));
    }

    @Test
    void proposalsAreRefusedMeanwhileAndTheTargetIsNamed() {
        cluster.transfer(1, 2);
        assertEquals(refused(Refusal.TRANSFER_UNDER_WAY, 2), cluster.propose(1, "x").proposal());
        assertEquals(1, cluster.lastIndex(1));
    }

    @Test
    void changesOfMembershipAreRefusedMeanwhile() {
        cluster.transfer(1, 2);
        assertEquals(refused(Refusal.TRANSFER_UNDER_WAY, 2), cluster.change(1, ids(1, 2), ids()));
    }

    @Test
    void aSecondTransferIsRefusedMeanwhile() {
        cluster.transfer(1, 2);
        assertEquals(refused(Refusal.TRANSFER_UNDER_WAY, 2), cluster.transfer(1, 3));
        assertEquals(2, cluster.state(1).transferee());
    }

    @Test
    void onlyAnotherVoterCanBeTheTarget() {
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settle(1, 2, 3);
        assertEquals(refused(Refusal.NOT_ANOTHER_VOTER, 1), cluster.transfer(1, 1));
        assertEquals(refused(Refusal.NOT_ANOTHER_VOTER, 4), cluster.transfer(1, 4));
        assertEquals(refused(Refusal.NOT_ANOTHER_VOTER, 9), cluster.transfer(1, 9));
        assertEquals(Configuration.NOBODY, cluster.state(1).transferee());
    }

    @Test
    void oneWhoIsBeingRemovedCanNotBeTheTarget() {
        cluster.change(1, ids(1, 2), ids());
        assertTrue(cluster.configuration(1).isJoint());
        assertEquals(refused(Refusal.NOT_ANOTHER_VOTER, 3), cluster.transfer(1, 3));
    }

    @Test
    void whoDoesNotLeadNamesTheLeader() {
        assertEquals(new Proposal.NotLeader(1), cluster.transfer(2, 3));
    }

    @Test
    void aTransferThatTakesTooLongIsGivenUpAndTheLeaderGoesOn() {
        cluster.transfer(1, 2);
        cluster.drop(m -> true);
        cluster.step(1, new Input.TransferTimeout());
        assertEquals(Configuration.NOBODY, cluster.state(1).transferee());
        assertInstanceOf(Proposal.Accepted.class, cluster.propose(1, "x").proposal());
        cluster.settle(1, 2, 3);
        assertEquals(List.of(), cluster.underWay(Message.TimeoutNow.class), "nobody is asked any more");
        assertEquals(List.of("x"), cluster.committedCommands(1));
    }

    @Test
    void anotherTargetCanBeTriedAfterwards() {
        cluster.transfer(1, 2);
        cluster.drop(m -> true);
        cluster.step(1, new Input.TransferTimeout());
        assertEquals(new Proposal.TransferStarted(3), cluster.transfer(1, 3));
        cluster.settle(1, 2, 3);
        assertTrue(cluster.leads(3));
    }

    @Test
    void anInvitationOfAnOldTermIsIgnored() {
        cluster.elect(2, 1, 2, 3);
        long term = cluster.state(2).hardState().term();
        cluster.step(3, Fixtures.receive(new Message.TimeoutNow(1, 1, 3, term - 1)));
        assertEquals(Role.FOLLOWER, cluster.state(3).role());
        assertEquals(term, cluster.state(3).hardState().term());
    }

    @Test
    void anInvitationThatComesTwiceIsFollowedOnce() {
        cluster.transfer(1, 2);
        cluster.deliver(m -> true);
        cluster.step(2, Fixtures.receive(TIMEOUT_NOW));
        assertEquals(2, cluster.state(2).hardState().term());
        cluster.settle(1, 2, 3);
        cluster.step(2, Fixtures.receive(TIMEOUT_NOW));
        assertTrue(cluster.leads(2), "nor does it end the leadership that it began");
        assertEquals(2, cluster.state(2).hardState().term());
    }

    @Test
    void anInvitationOfTheTermThatOneLeadsIsIgnored() {
        cluster.step(1, Fixtures.receive(new Message.TimeoutNow(2, 1, 1, 1)));
        assertTrue(cluster.leads(1));
    }

    @Test
    void anInvitationLostIsSentAgainWithTheNextAcknowledgement() {
        cluster.transfer(1, 2);
        cluster.drop(m -> true);
        cluster.heartbeat(1);
        cluster.deliver(m -> m.to() == 2);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(List.of(TIMEOUT_NOW), cluster.underWay(Message.TimeoutNow.class));
    }

    @Test
    void aNewLeaderKnowsNothingOfTheTransferThatMadeIt() {
        cluster.transfer(1, 2);
        cluster.settle(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        assertEquals(Configuration.NOBODY, cluster.state(1).transferee());
        assertFalse(cluster.state(1).leaseGivenUp());
    }

    @Test
    void theTimeLimitIsAnElectionTimeout() {
        long milli = TimedCluster.MILLI;
        TimedCluster timed = new TimedCluster(new MemberSettings(100 * milli, 10 * milli, 4, 1 << 20, 64, true, true), 7, 1, 2, 3);
        timed.run(1000 * milli);
        long leader = timed.leader();
        long target = leader == 1 ? 2 : 1;
        timed.cut(leader, target);
        timed.take(leader, new Event.Tick(timed.now(), 0));
        assertEquals(new Proposal.TransferStarted(target), timed.take(leader, new Event.TransferLeadership(target)).proposal());
        timed.run(99 * milli);
        assertEquals(target, timed.members.get(leader).capture().transferee());
        timed.run(2 * milli);
        assertEquals(Configuration.NOBODY, timed.members.get(leader).capture().transferee());
        assertTrue(timed.serves(100 * milli));
        timed.take(leader, new Event.TransferLeadership(6 - leader - target));
        timed.run(50 * milli);
        assertEquals(6 - leader - target, timed.leader());
    }
}
