package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.Effects.Proposal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader that does not change the membership says why, and whom it is about. See {@link TransferTest} for changes during a transfer. */
class MembershipRefusalTest {
    private final Cluster cluster = Cluster.of(1, 2, 3).with(4, 5);

    @BeforeEach
    void memberOneLeads() {
        cluster.elect(1, 1, 2, 3);
    }

    /** The change is refused for this reason, and nothing is appended. */
    private void assertRefused(Refusal reason, List<Long> about, List<Long> voters, List<Long> learners) {
        MemberState before = cluster.state(1);
        assertEquals(new Proposal.Refused(reason, about), cluster.change(1, voters, learners));
        assertEquals(before, cluster.state(1));
    }

    @Test
    void beforeTheFirstCommitOfTheTerm() {
        cluster.timeout(2);
        cluster.deliver(m -> true);
        cluster.deliver(m -> true);
        cluster.force(2);
        cluster.deliver(m -> true);
        cluster.force(3);
        cluster.force(1);
        cluster.deliver(m -> true);
        assertEquals(Role.LEADER, cluster.state(2).role());
        assertEquals(new Proposal.Refused(Refusal.NOTHING_COMMITTED_IN_TERM, List.of()), cluster.change(2, ids(1, 2), ids()));
        cluster.settle(1, 2, 3);
        assertInstanceOf(Proposal.Accepted.class, cluster.change(2, ids(1, 2), ids()));
    }

    @Test
    void whileAJointConfigurationIsInForce() {
        cluster.change(1, ids(1, 2), ids());
        assertRefused(Refusal.CHANGE_UNDER_WAY, List.of(), ids(1, 2, 3), ids());
    }

    /** No leader stays in this state, for it leaves a joint configuration in the step that commits it; the guard does not count on that. */
    @Test
    void whileAJointConfigurationIsInForceThoughItIsCommitted() {
        Configuration joint = new Configuration(ids(1, 2), ids(1, 2, 3), ids());
        RaftProtocol leader = Fixtures.leader(Cluster.SETTINGS, 2, joint, Fixtures.log(2), 1);
        assertEquals(new Proposal.Refused(Refusal.CHANGE_UNDER_WAY, List.of()), leader.step(new Input.ChangeMembership(ids(1), ids())).proposal());
    }

    @Test
    void whileALearnerIsBeingAdded() {
        cluster.change(1, ids(1, 2, 3), ids(4));
        assertRefused(Refusal.CHANGE_UNDER_WAY, List.of(), ids(1, 2, 3), ids(4, 5));
        cluster.settle(1, 2, 3);
        assertInstanceOf(Proposal.Accepted.class, cluster.change(1, ids(1, 2, 3), ids(4, 5)));
    }

    @Test
    void untilTheConfigurationAfterTheJointOneIsCommittedToo() {
        cluster.change(1, ids(1, 2), ids());
        cluster.force(1);
        cluster.deliver(m -> true);
        cluster.force(2);
        cluster.deliver(m -> true);
        assertEquals(Configuration.of(1, 2), cluster.configuration(1));
        assertRefused(Refusal.CHANGE_UNDER_WAY, List.of(), ids(1), ids());
    }

    @Test
    void aGroupWithoutVoters() {
        assertRefused(Refusal.NO_VOTERS, List.of(), ids(), ids(1, 2, 3));
    }

    @Test
    void aMemberThatIsNamedAsBoth() {
        assertRefused(Refusal.BOTH_VOTER_AND_LEARNER, ids(2, 3), ids(1, 2, 3), ids(2, 3, 4));
    }

    @Test
    void aStrangerMustBeALearnerFirst() {
        assertRefused(Refusal.NOT_A_LEARNER_YET, ids(4, 5), ids(1, 2, 3, 4, 5), ids());
    }

    @Test
    void aLearnerMustHaveCaughtUp() {
        cluster.change(1, ids(1, 2, 3), ids(4, 5));
        cluster.settle(1, 2, 3, 5);
        assertRefused(Refusal.NOT_CAUGHT_UP, ids(4), ids(1, 2, 3, 4, 5), ids());
        cluster.settleUnder(1, 1, 2, 3, 4, 5);
        assertInstanceOf(Proposal.Accepted.class, cluster.change(1, ids(1, 2, 3, 4, 5), ids()));
    }

    @Test
    void aLearnerMayLackAsMuchAsTheSettingsAllow() {
        Cluster lenient = new Cluster(new MemberSettings(10, 1, 4, 1 << 20, 8, 1 << 20, 2, true, true, MemberSettings.LEASES_OFF), 1, 2, 3).with(4);
        lenient.elect(1, 1, 2, 3);
        lenient.change(1, ids(1, 2, 3), ids(4));
        lenient.settleUnder(1, 1, 2, 3, 4);
        lenient.propose(1, "a", "b", "c");
        lenient.settle(1, 2, 3);
        assertEquals(new Proposal.Refused(Refusal.NOT_CAUGHT_UP, ids(4)), lenient.change(1, ids(1, 2, 3, 4), ids()));
        lenient.elect(1, 1, 2, 3, 4);
        lenient.propose(1, "d", "e");
        lenient.settle(1, 2, 3);
        assertInstanceOf(Proposal.Accepted.class, lenient.change(1, ids(1, 2, 3, 4), ids()), "two behind");
    }

    @Test
    void aVoterThatLagsMayStay() {
        cluster.propose(1, "x");
        cluster.settle(1, 2);
        assertInstanceOf(Proposal.Accepted.class, cluster.change(1, ids(1, 2, 3), ids(4)));
    }

    @Test
    void votersOfWhomNoMajorityIsHeard() {
        cluster.change(1, ids(1, 2, 3), ids(4, 5));
        cluster.settleUnder(1, 1, 2, 3, 4, 5);
        cluster.step(1, new Input.QuorumCheckDue());
        cluster.heartbeat(1);
        cluster.settle(1, 2, 3);
        assertRefused(Refusal.TOO_FEW_REACHABLE, ids(1), ids(1, 4, 5), ids());
        assertInstanceOf(Proposal.Accepted.class, cluster.change(1, ids(1, 2, 4), ids()));
    }

    @Test
    void whoDoesNotLeadNamesTheLeader() {
        assertEquals(new Proposal.NotLeader(1), cluster.change(2, ids(1, 2), ids()));
    }

    @Test
    void aListThatIsNoneLeavesNothingBehind() {
        assertThrows(IllegalArgumentException.class, () -> cluster.change(1, ids(1, 2, 2), ids()));
        assertThrows(IllegalArgumentException.class, () -> cluster.change(1, ids(1, 2, 3), ids(0)));
        assertNull(cluster.step(1, new Input.HeartbeatDue()).proposal(), "nobody is told that it was accepted");
    }
}
