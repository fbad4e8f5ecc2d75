package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Role;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Disks that stop to answer, and answer again. */
class DiskHealthTest {
    @Test
    void aLeaderWhoseDiskStallsMakesRoomWithinAnElectionTimeout() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        leader.stalled = true;
        leader.propose("a");
        long begun = cluster.now;
        cluster.until("it steps down", () -> !leader.leads());
        long took = cluster.now - begun;
        assertTrue(Math.abs(took - cluster.member.electionTimeoutNanos()) <= 2_000_000, "it took " + took + " ns");
        assertFalse(leader.node.status().storageHealthy());

        Machine successor = cluster.leader();
        Box<Bytes> answer = successor.propose("b");
        cluster.until("an answer", answer::isFull);
        assertEquals("a,b", answer.done().toUtf8(), "the others had committed a");

        leader.stalled = false;
        cluster.until("its disk answers", () -> leader.node.status().storageHealthy());
        cluster.until("it has caught up", () -> leader.journal.applied.equals(List.of("a", "b")));
    }

    @Test
    void aMemberWhoseDiskIsStalledDoesNotCampaign() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine stalled = cluster.follower();
        stalled.stalled = true;
        Box<Bytes> answer = leader.propose("a");
        cluster.until("an answer", answer::isFull);
        cluster.until("the stall is noticed", () -> !stalled.node.status().storageHealthy());
        cluster.cut = member -> member == leader.id;
        for (int millis = 0; millis < 2_000; millis++) {
            cluster.step();
            assertEquals(Role.FOLLOWER, stalled.status().role());
        }
        stalled.stalled = false;
        assertNotEquals(leader.id, cluster.leader().id, "its vote is durable now");
    }

    @Test
    void aMemberWhoseDiskIsStalledSendsReadersOfTheLatestToOthers() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine stalled = cluster.follower();
        Box<Bytes> answer = leader.propose("a");
        cluster.until("it is everywhere", () -> answer.isFull() && stalled.journal.applied.equals(List.of("a")));
        stalled.stalled = true;
        leader.propose("b");
        cluster.until("the stall is noticed", () -> !stalled.node.status().storageHealthy());
        for (ReadConsistency latest : List.of(ReadConsistency.LINEARIZABLE, new ReadConsistency.NoOlderThan(1))) {
            Outcome<List<String>> refused = stalled.read(latest).outcome;
            assertEquals(new Outcome.NotApplied<List<String>>("this member's disk has not answered for an election timeout; ask another member", leader.id), refused);
        }
        Box<List<String>> local = stalled.read(ReadConsistency.LOCAL);
        cluster.until("an answer", local::isFull);
        assertTrue(local.done().contains("a"));
        Box<List<String>> elsewhere = leader.read();
        cluster.until("an answer", elsewhere::isFull);
        assertEquals(List.of("a", "b"), elsewhere.done());
        stalled.stalled = false;
        cluster.until("its disk answers", () -> stalled.node.status().storageHealthy());
        Box<List<String>> again = stalled.read();
        cluster.until("an answer", again::isFull);
        assertEquals(List.of("a", "b"), again.done());
    }

    @Test
    void aProcessThatStoodStillDoesNotBlameItsDisk() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(1);
        Machine only = cluster.leader();
        only.propose("a");
        cluster.now += 10 * cluster.member.electionTimeoutNanos();
        only.node.onWake();
        only.disk.completeAll();
        only.node.flush();
        assertTrue(only.node.status().storageHealthy());
        assertTrue(only.leads());
    }

    @Test
    void theWatchAsksToBeWokenWhenAForceBecomesOverdueAndOnlyThen() {
        DiskWatch watch = new DiskWatch(300);
        assertEquals(Long.MAX_VALUE, watch.nextWake());
        watch.begun(true, 1_000);
        watch.begun(true, 1_100);
        assertEquals(1_300, watch.nextWake(), "counted from the beginning of the force");
        assertFalse(watch.look(true, 1_299));
        assertTrue(watch.look(true, 1_300));
        assertFalse(watch.isHealthy());
        assertEquals(Long.MAX_VALUE, watch.nextWake(), "nothing more to notice until it ends");
        assertTrue(watch.look(false, 9_000));
        watch.begun(true, 9_000);
        assertEquals(9_300, watch.nextWake());
    }
}
