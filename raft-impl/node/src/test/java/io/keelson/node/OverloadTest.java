package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.MemberSettings;
import io.keelson.core.Message;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever clients send and whoever does not keep up: what waits is bounded, and clients are told that the rest is not applied. */
class OverloadTest {
    private static final int COMMAND_BYTES = 1000;
    private static final int PENDING_BYTES = 50 * COMMAND_BYTES;
    private static final int WINDOW_BYTES = 20_000;
    private static final int APPEND_BYTES = 4_000;

    private static MemoryCluster cluster(int size) throws NodeOpenException {
        MemoryCluster cluster = new MemoryCluster(size);
        cluster.member = new MemberSettings(
                300_000_000L, 50_000_000L, 1024, APPEND_BYTES, 8192, WINDOW_BYTES, 1024, true, true, MemberSettings.LEASES_OFF);
        cluster.maxPendingCommands = 1000;
        cluster.maxPendingBytes = PENDING_BYTES;
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        return cluster;
    }

    /** Asks without waiting, as clients do that have more to do than a machine takes. */
    private static List<Box<Bytes>> flood(Machine machine, int commands) {
        List<Box<Bytes>> asked = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            Box<Bytes> box = new Box<>();
            machine.node.propose(MemoryCluster.GROUP, Bytes.utf8("x".repeat(COMMAND_BYTES)), box::put);
            asked.add(box);
        }
        machine.node.flush();
        return asked;
    }

    private static long waiting(List<Box<Bytes>> asked) {
        return asked.stream().filter(box -> !box.isFull()).count();
    }

    private static void assertRestNotApplied(List<Box<Bytes>> asked) {
        for (Box<Bytes> box : asked) {
            if (box.isFull()) {
                assertEquals(
                        "too many commands are waiting; try again later", assertInstanceOf(Outcome.NotApplied.class, box.outcome).reason());
            }
        }
    }

    @Test
    void aStalledDiskOfTheOnlyMemberMakesCommandsNotAppliedBeyondABound() throws NodeOpenException {
        MemoryCluster cluster = cluster(1);
        Machine leader = cluster.leader();
        leader.stalled = true;
        List<Box<Bytes>> asked = flood(leader, 500);
        assertEquals(PENDING_BYTES / COMMAND_BYTES, waiting(asked));
        assertRestNotApplied(asked);
        assertEquals(0, waiting(flood(leader, 500)), "not one more");
        leader.stalled = false;
        cluster.until("those taken are answered", () -> waiting(asked) == 0);
        assertTrue(waiting(flood(leader, 10)) == 10, "and there is room again");
    }

    @Test
    void aFollowerThatStandsStillIsSentNoMoreThanAWindow() throws NodeOpenException {
        MemoryCluster cluster = cluster(3);
        Machine leader = cluster.leader();
        Machine slow = cluster.follower();
        slow.stalled = true;
        long[] sent = new long[1];
        cluster.withhold = frame -> {
            sent[0] += entryBytes(frame, slow.id);
            return false;
        };
        for (int i = 0; i < 20; i++) {
            List<Box<Bytes>> asked = flood(leader, 60);
            assertTrue(waiting(asked) <= PENDING_BYTES / COMMAND_BYTES, "the backlog is bounded");
            cluster.run(20);
        }
        assertTrue(sent[0] > 0, "it was sent something");
        assertTrue(sent[0] <= WINDOW_BYTES + 2 * APPEND_BYTES, sent[0] + " bytes were sent to a member that acknowledges nothing");
        slow.stalled = false;
        cluster.until("it catches up", () -> slow.status().durableIndex() == leader.status().lastIndex());
    }

    @Test
    void withoutAQuorumTheBacklogFillsAndTheRestIsNotApplied() throws NodeOpenException {
        MemoryCluster cluster = cluster(3);
        Machine leader = cluster.leader();
        cluster.members.values().stream().filter(machine -> machine != leader).forEach(machine -> machine.stalled = true);
        List<Box<Bytes>> asked = flood(leader, 200);
        assertEquals(PENDING_BYTES / COMMAND_BYTES, waiting(asked));
        assertRestNotApplied(asked);
    }

    @Test
    void readsThatWaitAreBoundedToo() throws NodeOpenException {
        MemoryCluster cluster = cluster(3);
        Machine leader = cluster.leader();
        cluster.cut = member -> member != leader.id;
        List<Box<List<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            Box<List<String>> box = new Box<>();
            leader.node.read(MemoryCluster.GROUP, machine -> List.of(), box::put);
            asked.add(box);
        }
        leader.node.flush();
        assertEquals(1000, asked.stream().filter(box -> !box.isFull()).count());
        assertEquals("too many reads are waiting; try again later", assertInstanceOf(Outcome.NotApplied.class, asked.getLast().outcome).reason());
    }

    private static long entryBytes(Frame frame, long to) {
        if (frame instanceof Frame.Protocol protocol
                && protocol.message() instanceof Message.AppendEntries append
                && append.to() == to) {
            return append.entries().stream().mapToLong(entry -> entry.size()).sum();
        }
        return 0;
    }
}
