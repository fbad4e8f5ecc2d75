package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A member whose disk does not answer in time neither leads nor campaigns. */
class StorageHealthTest {
    private final Cluster cluster = Cluster.of(1, 2, 3);

    @Test
    void aLeaderWhoseDiskStallsMakesRoom() {
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.ReadIndex(4, false));
        Effects effects = cluster.step(1, new Input.StorageHealth(false));
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        assertEquals(Configuration.NOBODY, cluster.state(1).leader());
        assertEquals(List.of(new Effects.ReadRefused(4)), effects.readsRefused());
        cluster.elect(2, 2, 3);
    }

    @Test
    void aCandidateWhoseDiskStallsGivesUp() {
        cluster.timeout(1);
        cluster.deliver(m -> true);
        cluster.deliver(m -> true);
        assertEquals(Role.CANDIDATE, cluster.state(1).role());
        cluster.disk(1, false);
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        cluster.settle(1, 2, 3);
        assertEquals(Role.FOLLOWER, cluster.state(1).role(), "votes that come now count for nothing");
    }

    @Test
    void aPreCandidateWhoseDiskStallsGivesUp() {
        cluster.timeout(1);
        cluster.disk(1, false);
        cluster.settle(1, 2, 3);
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        assertEquals(0, cluster.state(1).hardState().term());
    }

    @Test
    void withoutADiskNobodyCampaignsNotEvenWhenAsked() {
        cluster.elect(1, 1, 2, 3);
        cluster.disk(2, false);
        cluster.timeout(2);
        cluster.step(2, Fixtures.receive(new Message.TimeoutNow(1, 1, 2, 1)));
        assertEquals(Role.FOLLOWER, cluster.state(2).role());
        assertEquals(List.of(), cluster.network);
    }

    @Test
    void aMemberWhoseDiskStallsStillVotesOnceItIsDurable() {
        cluster.disk(2, false);
        cluster.timeout(1);
        cluster.settle(1, 2);
        assertTrue(cluster.leads(1));
    }

    @Test
    void itCampaignsAgainOnceTheDiskAnswers() {
        cluster.disk(2, false);
        cluster.disk(2, true);
        cluster.elect(2, 1, 2, 3);
    }

    @Test
    void aDiskThatAnswersChangesNoRole() {
        cluster.elect(1, 1, 2, 3);
        cluster.disk(1, true);
        assertTrue(cluster.leads(1));
        cluster.disk(2, true);
        assertEquals(1, cluster.state(2).leader());
    }

    @Test
    void aFollowerWhoseDiskStallsGoesOnFollowing() {
        cluster.elect(1, 1, 2, 3);
        cluster.disk(2, false);
        assertEquals(1, cluster.state(2).leader());
        cluster.propose(1, "x");
        cluster.settleUnder(1, 1, 2);
        assertEquals(List.of("x"), cluster.committedCommands(2));
    }
}
