package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Log replication (thesis 3.5) and commitment (thesis 3.6.2), message by message. */
class ReplicationTest {
    @Test
    void aCommandReachesEveryMember() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        assertInstanceOf(Effects.Proposal.Accepted.class, cluster.propose(1, "x").proposal());
        cluster.settle(1, 2, 3);
        cluster.step(1, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        for (long id = 1; id <= 3; id++) {
            assertEquals(List.of("x"), cluster.committedCommands(id));
        }
    }

    @Test
    void aFollowerAcknowledgesOnlyWhatIsDurable() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.deliver(m -> m.to() == 2);
        assertEquals(0, cluster.deliver(m -> m instanceof Message.AppendEntriesResponse));
        cluster.force(2);
        assertEquals(1, cluster.deliver(m -> m instanceof Message.AppendEntriesResponse));
    }

    @Test
    void aLeaderCountsItselfOnlyUpToItsDurableIndex() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        long before = cluster.state(1).commitIndex();
        cluster.propose(1, "x");
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(before, cluster.state(1).commitIndex(), "one durable copy of three");
        cluster.force(1);
        assertEquals(before + 1, cluster.state(1).commitIndex());
    }

    @Test
    void anEntryOfAnEarlierTermIsNotCommittedByCounting() {
        // Thesis figure 3.7 with three members: 1 appends at 2, crashes; 3 leads without it; 1 leads again and spreads it.
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        long base = cluster.state(1).entries().size();
        cluster.propose(1, "old");
        cluster.force(1);
        cluster.network.clear();
        cluster.timeout(3);
        cluster.settle(2, 3);
        assertEquals(Role.LEADER, cluster.state(3).role());
        cluster.crash(3);
        cluster.crash(1);
        cluster.crash(2);
        // Member 2 holds the noop of member 3's term; take it out of the game by electing 1 with 3's disk emptied of it.
        assertTrue(cluster.state(1).entries().size() == base + 1);
        cluster.timeout(2);
        cluster.settle(2, 3);
        cluster.step(2, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        cluster.step(2, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        assertEquals(List.of(), cluster.committedCommands(1), "the entry of the lost term was replaced, not committed");
        assertEquals(cluster.state(2).entries(), cluster.state(1).entries());
    }
}
