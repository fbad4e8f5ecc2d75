package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.MemberSettings;
import io.keelson.core.Message;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads answered by a lease, and processes that stand still at the worst moment. */
class LeaseReadTest {
    private static final MemberSettings USUAL = MemberSettings.DEFAULT;
    private static final MemberSettings LEASES = new MemberSettings(
            USUAL.electionTimeoutNanos(),
            USUAL.heartbeatNanos(),
            USUAL.maxAppendEntries(),
            USUAL.maxAppendBytes(),
            USUAL.maxInflightEntries(),
            USUAL.maxInflightBytes(),
            USUAL.catchUpLag(),
            true,
            true,
            10);

    private static MemoryCluster started() throws NodeOpenException {
        MemoryCluster cluster = new MemoryCluster(3);
        cluster.member = LEASES;
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        return cluster;
    }

    @Test
    void aLeaderWithALeaseAnswersAtOnceAndWithoutOneAsks() throws Exception {
        MemoryCluster cluster = started();
        Machine leader = cluster.leader();
        cluster.run(100);
        assertTrue(leader.read().isFull(), "in the batch that brought it");
        cluster.cut = member -> member == leader.id;
        cluster.run(LEASES_MILLIS);
        assertFalse(leader.read().isFull(), "the lease is over");
    }

    private static final int LEASES_MILLIS = (int) (LEASES.leaseNanos() / 1_000_000) + 1;

    /** The batch begins with a frame, then the process stands still, and when it goes on there is a read: its answer must not be judged by the time of the frame. */
    @Test
    void aReadThatComesAfterAPauseInTheMidstOfABatchIsNotServedByALeaseFromBefore() throws Exception {
        MemoryCluster cluster = started();
        Machine paused = cluster.leader();
        cluster.run(100);
        ByteBuffer frame = heartbeatAnswerTo(cluster, paused);
        Node standsStill = paused.node;
        standsStill.onFrame(frame);

        paused.node = null;
        Machine successor = cluster.leader();
        assertNotEquals(paused.id, successor.id);
        Box<Bytes> answer = successor.propose("a");
        cluster.until("an answer", answer::isFull);

        paused.node = standsStill;
        Box<List<String>> read = paused.read();
        assertFalse(read.isFull(), () -> "a was acknowledged before the read began, which was told " + read.outcome);
    }

    private static ByteBuffer heartbeatAnswerTo(MemoryCluster cluster, Machine leader) {
        cluster.withhold = frame -> frame instanceof Frame.Protocol protocol
                && protocol.message() instanceof Message.AppendEntriesResponse
                && frame.header().to() == leader.id;
        cluster.until("an answer to a heartbeat", () -> !cluster.withheld.isEmpty());
        cluster.withhold = frame -> false;
        return cluster.withheld.get(0);
    }

    /**
     * The follower's batch begins, the follower stands still, and when it goes on it finds a heartbeat that was sent meanwhile. It promises its silence from when it heard it:
     * from the beginning of the batch on the promise would end before the lease that the leader takes from its answer.
     */
    @Test
    void aFollowersPromiseCountsFromWhenItHeardTheLeader() throws Exception {
        MemoryCluster cluster = started();
        Machine leader = cluster.leader();
        Machine follower = cluster.follower();
        Machine other = cluster.machine(6 - leader.id - follower.id);
        cluster.run(100);
        Node standsStill = follower.node;
        cluster.withhold = frame -> frame.header().to() == follower.id;
        cluster.until("a heartbeat", () -> !cluster.withheld.isEmpty());
        standsStill.onFrame(cluster.withheld.remove(0));

        follower.node = null;
        cluster.run(250);
        cluster.withheld.clear();
        cluster.until("a later heartbeat", () -> !cluster.withheld.isEmpty());
        ByteBuffer late = cluster.withheld.remove(0);
        follower.node = standsStill;
        standsStill.onFrame(late);
        standsStill.flush();
        long promised = cluster.now;

        cluster.withhold = frame -> false;
        cluster.cut = member -> member != follower.id;
        Message.PreVote asks = new Message.PreVote(other.id, other.node.incarnation(), follower.id, follower.status().term() + 1, 1_000, 1_000);
        while (cluster.now < promised + LEASES.leaseNanos()) {
            cluster.step();
            assertFalse(grants(cluster, follower, other, asks), () -> "it helps to depose a leader that it heard "
                    + (cluster.now - promised) / 1_000_000 + " ms ago");
        }
        cluster.run(20);
        assertTrue(grants(cluster, follower, other, asks), "the promise is over");
    }

    private static boolean grants(MemoryCluster cluster, Machine voter, Machine candidate, Message.PreVote asks) {
        boolean[] granted = new boolean[1];
        cluster.withhold = frame -> {
            if (frame instanceof Frame.Protocol protocol && protocol.message() instanceof Message.PreVoteResponse response) {
                granted[0] |= response.granted();
            }
            return true;
        };
        Frame frame = new Frame.Protocol(
                new FrameHeader(MemoryCluster.GROUP, candidate.id, candidate.node.incarnation(), voter.id), asks);
        voter.node.onFrame(FrameCodec.encode(frame));
        voter.node.flush();
        return granted[0];
    }

    @Test
    void aLeaderThatHandsOverReadsByItsLeaseNoMore() throws Exception {
        MemoryCluster cluster = started();
        Machine leader = cluster.leader();
        Machine target = cluster.follower();
        cluster.run(100);
        cluster.withhold = frame -> frame instanceof Frame.Protocol protocol && protocol.message() instanceof Message.TimeoutNow;
        leader.transferTo(target.id);
        assertEquals(1, cluster.withheld.size());
        assertFalse(leader.read().isFull());
    }
}
