package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Lease reads (thesis 6.4.1): when a leader may answer without asking, by what it knows. See {@link LeaseTimeTest} for how long. */
class LeaseTest {
    private final Cluster cluster = Cluster.of(1, 2, 3);

    /** Asks member 1 for a read while its lease is valid, and returns what it answers at once. */
    private List<Effects.ReadReady> readByLease(long requestId) {
        return cluster.step(1, new Input.ReadIndex(requestId, true)).readsReady();
    }

    @Test
    void aLeaderAnswersAtOnceWhileItsLeaseIsValid() {
        cluster.elect(1, 1, 2, 3);
        assertEquals(List.of(new Effects.ReadReady(7, 1)), readByLease(7));
        assertEquals(List.of(), cluster.network, "and asks nobody");
        assertEquals(0, cluster.state(1).readRound());
    }

    @Test
    void noReadByLeaseBeforeTheFirstCommitOfTheTerm() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.settle(1, 2, 3);
        cluster.elect(2, 1, 2, 3);
        cluster.timeout(1);
        cluster.deliver(m -> true);
        cluster.deliver(m -> true);
        cluster.force(1);
        cluster.deliver(m -> true);
        cluster.force(2);
        cluster.force(3);
        cluster.deliver(m -> true);
        assertTrue(cluster.leads(1));
        assertEquals(List.of(), readByLease(7), "it does not know what is committed");
        cluster.settle(1, 2, 3);
        assertEquals(1, cluster.readsReady.get(1L).size());
    }

    @Test
    void noReadByLeaseOnceAnotherWasAskedToCampaign() {
        cluster.elect(1, 1, 2, 3);
        cluster.transfer(1, 2);
        assertEquals(List.of(), readByLease(7), "member 2 may lead already: its voters waited for nobody");
    }

    @Test
    void noReadByLeaseForTheRestOfTheTermThoughTheTransferWasGivenUp() {
        cluster.elect(1, 1, 2, 3);
        cluster.transfer(1, 2);
        cluster.drop(m -> true);
        cluster.step(1, new Input.TransferTimeout());
        cluster.propose(1, "x");
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(List.of(), readByLease(7), "the invitation may still be under way");
        cluster.settle(1, 2, 3);
        assertEquals(List.of(new Effects.ReadReady(7, 2)), cluster.readsReady.get(1L), "but by a round");
    }

    @Test
    void aTransferThatHasAskedNobodyYetTakesNoLease() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.settle(1, 3);
        cluster.transfer(1, 2);
        assertEquals(List.of(new Effects.ReadReady(7, 2)), readByLease(7));
    }

    @Test
    void inALaterTermThereAreLeasesAgain() {
        cluster.elect(1, 1, 2, 3);
        cluster.transfer(1, 2);
        cluster.settle(1, 2, 3);
        assertTrue(cluster.leads(2));
        cluster.elect(1, 1, 2, 3);
        assertEquals(List.of(new Effects.ReadReady(7, 3)), readByLease(7));
    }

    @Test
    void whoDoesNotLeadHasNoLease() {
        cluster.elect(2, 1, 2, 3);
        assertEquals(List.of(), readByLease(7));
        assertEquals(List.of(new Message.ReadIndexRequest(1, 1, 2, 1, 7)), cluster.network);
    }

    @Test
    void withLeasesEachHeartbeatIsARound() {
        RaftProtocol withLeases = Fixtures.leader(LeaseTimeTest.settings(0), 1, Configuration.of(1, 2, 3), Fixtures.log(1), 1);
        withLeases.step(new Input.HeartbeatDue());
        assertEquals(2, withLeases.step(new Input.HeartbeatDue()).sendNow().stream()
                .filter(m -> m instanceof Message.AppendEntries append && append.readRound() == 2)
                .count());
        RaftProtocol without = Fixtures.leader(Cluster.SETTINGS, 1, Configuration.of(1, 2, 3), Fixtures.log(1), 1);
        without.step(new Input.HeartbeatDue());
        assertEquals(0, without.capture().readRound());
    }

    @Test
    void aRoundIsConfirmedByAMajorityOfEachHalfOfAJointConfiguration() {
        Configuration joint = new Configuration(ids(1, 4, 5), ids(1, 2, 3), ids());
        RaftProtocol leader = Fixtures.leader(LeaseTimeTest.settings(0), 2, joint, Fixtures.log(2), 1);
        leader.step(new Input.HeartbeatDue());
        leader.step(Fixtures.acknowledge(4, 2, 1, 1));
        leader.step(Fixtures.acknowledge(5, 2, 1, 1));
        assertEquals(0, leader.confirmedRound());
        leader.step(Fixtures.acknowledge(3, 2, 1, 1));
        assertEquals(1, leader.confirmedRound());
    }

    @Test
    void aLearnerConfirmsNothing() {
        Configuration withLearner = new Configuration(ids(1, 2, 3), ids(), ids(4));
        RaftProtocol leader = Fixtures.leader(LeaseTimeTest.settings(0), 2, withLearner, Fixtures.log(2), 1);
        leader.step(new Input.HeartbeatDue());
        leader.step(Fixtures.acknowledge(4, 2, 1, 1));
        assertEquals(0, leader.confirmedRound());
    }

    /** A leader whose clock loses by the drift measures its lease longer; a follower whose clock gains by it waits shorter. Still the lease ends first. */
    @Property
    void theLeaseEndsBeforeAnyElectionWhateverTheClocksDoWithinTheBound(
            @ForAll @LongRange(min = 2_000, max = 10_000_000_000_000L) long electionTimeout, @ForAll @IntRange(max = 999) int drift) {
        MemberSettings settings = new MemberSettings(electionTimeout, 1, 4, 1, 8, 1 << 20, 0, true, true, drift);
        long lease = settings.leaseNanos();
        assertTrue(lease * (1000 + drift) <= electionTimeout * (1000 - drift), "lease " + lease);
        assertTrue((lease + 1000) * (1000 + drift) > electionTimeout * (1000 - drift), "shorter by a microsecond at most: " + lease);
    }

    @Test
    void aTenthOfAPercentOfDriftCostsTwoTenths() {
        assertEquals(299_400_300, new MemberSettings(300_000_000, 50_000_000, 4, 1, 8, 1 << 20, 0, true, true, 1).leaseNanos(), 1000);
        assertEquals(300_000_000, new MemberSettings(300_000_000, 50_000_000, 4, 1, 8, 1 << 20, 0, true, true, 0).leaseNanos());
    }

    @Test
    void leasesAreOffUnlessADriftIsGiven() {
        assertFalse(MemberSettings.DEFAULT.leases());
        assertTrue(LeaseTimeTest.settings(0).leases());
    }

    @Test
    void leasesNeedPreVoteAndCheckQuorumAndADriftThatMakesSense() {
        assertThrows(IllegalArgumentException.class, () -> new MemberSettings(100, 10, 4, 1, 8, 1 << 20, 0, false, true, 1));
        assertThrows(IllegalArgumentException.class, () -> new MemberSettings(100, 10, 4, 1, 8, 1 << 20, 0, true, false, 1));
        assertThrows(IllegalArgumentException.class, () -> new MemberSettings(100, 10, 4, 1, 8, 1 << 20, 0, true, true, 1000));
        assertThrows(IllegalArgumentException.class, () -> new MemberSettings(100, 10, 4, 1, 8, 1 << 20, 0, true, true, -2));
        assertThrows(IllegalArgumentException.class, () -> new MemberSettings(100, 10, 4, 1, 8, 1 << 20, -1, true, true, 1));
    }
}
