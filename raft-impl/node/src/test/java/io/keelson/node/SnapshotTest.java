package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Snapshots from machine to disk to another member's machine, in memory and virtual time. */
class SnapshotTest {
    private static final SnapshotSettings OFTEN = new SnapshotSettings(20, 1 << 20, 5, 1 << 20, 64);
    private static final int LONG = 50;

    private final List<String> expected = new ArrayList<>();

    private static MemoryCluster cluster(SnapshotSettings snapshots) throws NodeOpenException {
        MemoryCluster cluster = new MemoryCluster(3);
        cluster.snapshots = snapshots;
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        return cluster;
    }

    private void write(MemoryCluster cluster, int commands) {
        for (int i = 0; i < commands; i++) {
            Box<Bytes> answer = cluster.leader().propose("command-" + expected.size());
            cluster.until("an answer", answer::isFull);
            answer.done();
            expected.add("command-" + expected.size());
        }
    }

    private void converge(MemoryCluster cluster) {
        cluster.until("all replicas have it all", () -> cluster.members.values().stream()
                .allMatch(machine -> machine.node == null || machine.journal.applied.equals(expected)));
    }

    private static List<String> snapshots(Machine machine) {
        return machine.disk.list().stream().filter(name -> name.contains("snapshot")).toList();
    }

    private static String ofBase(Machine machine) {
        return snapshots(machine).stream().filter(name -> name.contains("-00" + "0".repeat(15) + machine.status().baseIndex() + "-")).findFirst().orElseThrow();
    }

    private static NodeStatus.Counters counters(Machine machine) {
        return machine.node.status().counters();
    }

    private static Predicate<Frame> chunk(int from) {
        return frame -> frame instanceof Frame.SnapshotChunk chunk && chunk.message().chunk() >= from;
    }

    @Test
    void theLogIsDroppedUpToASnapshotOnceATailFollowsIt() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 21);
        cluster.run(20);
        for (Machine machine : cluster.members.values()) {
            assertEquals(1, counters(machine).snapshotsTaken());
            assertEquals(0, machine.status().baseIndex(), "too little follows it");
        }
        write(cluster, 5);
        cluster.run(20);
        for (Machine machine : cluster.members.values()) {
            long base = machine.status().baseIndex();
            assertTrue(base >= 20 && base <= machine.status().lastIndex() - 5, "base " + base);
            assertEquals(1, snapshots(machine).size());
        }
    }

    @Test
    void onlyTheSnapshotOfTheBaseIsKept() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 130);
        cluster.run(50);
        for (Machine machine : cluster.members.values()) {
            assertTrue(counters(machine).logCompactions() >= 3, "compacted " + counters(machine).logCompactions() + " times");
            assertTrue(snapshots(machine).size() <= 2, "the base's, and perhaps the next: " + snapshots(machine));
        }
    }

    @Test
    void aNodeStartsFromItsSnapshot() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, LONG);
        cluster.run(50);
        for (Machine machine : cluster.members.values()) {
            machine.crash();
        }
        for (Machine machine : cluster.members.values()) {
            machine.start();
            assertTrue(machine.journal.applied.size() >= 20, "restored before anything is applied");
        }
        converge(cluster);
        write(cluster, LONG);
        converge(cluster);
    }

    @Test
    void aMemberThatMissedAnyNumberOfCommitsRejoinsThroughASnapshot() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 200);
        away.start();
        converge(cluster);
        assertTrue(counters(away).snapshotsInstalled() >= 1);
        assertTrue(away.status().baseIndex() > 3);
        away.crash();
        away.start();
        converge(cluster);
        write(cluster, LONG);
        converge(cluster);
    }

    @Test
    void aMachineWithoutSnapshotsKeepsItsLog() throws Exception {
        MemoryCluster cluster = new MemoryCluster(3);
        cluster.snapshots = OFTEN;
        for (Machine machine : cluster.members.values()) {
            machine.start(false);
        }
        write(cluster, LONG);
        for (Machine machine : cluster.members.values()) {
            assertEquals(0, machine.status().baseIndex());
            assertEquals(List.of(), snapshots(machine));
        }
    }

    @Test
    void chunksThatWereStoredAreNotSentAgainAfterADisconnection() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 100);
        cluster.withhold = chunk(4);
        away.start();
        cluster.until("the first chunks", () -> counters(away).snapshotChunksReceived() == 3);
        cluster.cut = member -> member == away.id;
        cluster.run(100);
        cluster.cut = member -> false;
        cluster.withhold = frame -> false;
        converge(cluster);
        long chunks = counters(away).snapshotChunksReceived();
        assertTrue(chunks >= 4);
        assertEquals(1, counters(away).snapshotsInstalled());
    }

    @Test
    void aSnapshotIsReceivedAnewAfterAKillInTheMidst() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 100);
        cluster.withhold = chunk(4);
        away.start();
        cluster.until("the first chunks", () -> counters(away).snapshotChunksReceived() == 3);
        assertEquals(1, snapshots(away).stream().filter(name -> name.startsWith("unfinished")).count());
        away.kill();
        cluster.withhold = frame -> false;
        away.start();
        assertEquals(List.of(), snapshots(away));
        converge(cluster);
        assertEquals(1, counters(away).snapshotsInstalled());
    }

    /** Whatever the moment of the crash, the log never begins where no snapshot stands for it. */
    @Test
    void aCrashAtAnyMomentOfReceivingAndInstallingLosesNothing() throws Exception {
        for (int moment = 0; moment < 40; moment++) {
            expected.clear();
            MemoryCluster cluster = cluster(OFTEN);
            write(cluster, 3);
            Machine away = cluster.follower();
            away.crash();
            write(cluster, 60);
            away.start();
            cluster.run(moment);
            away.crash();
            away.start();
            assertEquals(List.of(), away.node.takeWarnings());
            converge(cluster);
        }
    }

    @Test
    void aCrashAtAnyMomentOfTakingLosesNothing() throws Exception {
        for (int moment = 0; moment < 30; moment++) {
            expected.clear();
            MemoryCluster cluster = cluster(OFTEN);
            write(cluster, 18);
            Machine leader = cluster.leader();
            for (int i = 0; i < 10; i++) {
                leader.propose("command-" + expected.size());
                expected.add("command-" + expected.size());
            }
            cluster.run(moment);
            for (Machine machine : cluster.members.values()) {
                machine.crash();
                machine.start();
                assertEquals(List.of(), machine.node.takeWarnings());
            }
            write(cluster, 30);
            Machine any = cluster.leader();
            List<String> kept = List.copyOf(any.journal.applied);
            cluster.until("equal replicas", () -> cluster.members.values().stream().allMatch(machine -> machine.journal.applied.equals(kept)));
        }
    }

    @Test
    void aDamagedSnapshotIsNamedAndSentAgain() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, LONG);
        cluster.run(50);
        Machine hurt = cluster.follower();
        long lastIndex = hurt.status().lastIndex();
        String name = ofBase(hurt);
        hurt.crash();
        hurt.disk.damage(name, 100, 1);
        hurt.start();
        List<String> warnings = hurt.node.takeWarnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("group 1: " + name + " can't be used: chunk 2 of "), warnings.getFirst());
        assertThrows(IllegalStateException.class, () -> hurt.node.readLocal(MemoryCluster.GROUP, machine -> machine));
        Box<List<String>> read = hurt.read(new ReadConsistency.Local());
        assertFalse(read.isFull(), "never silently empty");
        cluster.until("the read", read::isFull);
        assertEquals(expected, read.done());
        assertTrue(hurt.node.lastApplied(MemoryCluster.GROUP) >= lastIndex);
        write(cluster, 5);
        converge(cluster);
        hurt.crash();
        hurt.start();
        assertEquals(List.of(), hurt.node.takeWarnings(), "repaired for good");
        converge(cluster);
    }

    @Test
    void aMissingSnapshotIsAsGoodAsADamagedOne() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, LONG);
        cluster.run(50);
        Machine hurt = cluster.follower();
        hurt.crash();
        snapshots(hurt).forEach(hurt.disk::delete);
        hurt.start();
        assertEquals(1, hurt.node.takeWarnings().size());
        cluster.run(3);
        hurt.crash();
        hurt.start();
        converge(cluster);
        write(cluster, 5);
        converge(cluster);
    }

    @Test
    void aMemberAloneDoesNotOpenWithADamagedSnapshot() throws Exception {
        MemoryCluster cluster = new MemoryCluster(1);
        cluster.snapshots = OFTEN;
        cluster.machine(1).start();
        write(cluster, LONG);
        cluster.run(50);
        Machine alone = cluster.machine(1);
        String name = ofBase(alone);
        alone.crash();
        alone.disk.damage(name, 100, 1);
        NodeOpenException refused = assertThrows(NodeOpenException.class, alone::start);
        assertTrue(refused.getMessage().contains("there is no other member that could send it"), refused.getMessage());
    }

    @Test
    void aSnapshotOfANewerProgramIsLeftAsItIsAndTheNodeDoesNotOpen() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, LONG);
        cluster.run(50);
        Machine older = cluster.follower();
        String name = ofBase(older);
        older.crash();
        byte[] before = older.disk.content(name);
        older.older = true;
        assertEquals(
                name + " can't be read: the journal's part has format 2, this version reads 1; run a newer version",
                assertThrows(NodeOpenException.class, older::start).getMessage());
        older.crash();
        assertArrayEquals(before, older.disk.content(name));
        older.older = false;
        older.start();
        assertEquals(List.of(), older.node.takeWarnings(), "the newer program opens what the older one has left alone");
        converge(cluster);
    }

    @Test
    void aSnapshotThatANewerMemberSendsStopsTheNodeUntilItsProgramIsNewerToo() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine older = cluster.follower();
        older.crash();
        write(cluster, 60);
        older.older = true;
        older.start();
        cluster.until("it gives up", () -> !older.fatal.isEmpty());
        String told = older.fatal.getFirst();
        assertTrue(told.startsWith("group 1 can't be restored: snapshot-0000000001-"), told);
        assertTrue(told.endsWith(" can't be read: the journal's part has format 2, this version reads 1; run a newer version"), told);
        older.kill();
        older.older = false;
        older.start();
        converge(cluster);
        assertEquals(List.of(), older.node.takeWarnings(), "nothing was lost of the log meanwhile");
    }

    @Test
    void aLeaderWhoseSnapshotIsDamagedTakesAnotherAndSendsThat() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        Machine leader = cluster.leader();
        cluster.run(50);
        String name = ofBase(leader);
        leader.disk.damage(name, 100, 1);
        away.start();
        converge(cluster);
        List<String> warnings = leader.node.takeWarnings();
        assertTrue(warnings.getFirst().contains(name + " is damaged: chunk 2 of "), warnings.toString());
    }

    @Test
    void aLeaderDoesNotCompactWhileAFollowerTakesItsSnapshot() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        Machine leader = cluster.leader();
        cluster.withhold = chunk(3);
        away.start();
        cluster.until("the first chunks", () -> counters(away).snapshotChunksReceived() == 2);
        long base = leader.status().baseIndex();
        write(cluster, 30);
        assertEquals(base, leader.status().baseIndex(), "it would have to begin anew");
        cluster.run(10 * 300);
        write(cluster, 5);
        assertTrue(leader.status().baseIndex() > base, "but one who does not get on is not waited for");
        cluster.withhold = frame -> false;
        converge(cluster);
    }

    @Test
    void aChunkThatIsOnItsWayIsNotSentAtEachHeartbeat() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        cluster.withhold = chunk(2);
        away.start();
        cluster.until("the first chunk", () -> counters(away).snapshotChunksReceived() == 1);
        cluster.run(600);
        assertTrue(cluster.withheld.size() <= 4, cluster.withheld.size() + " times in two election timeouts");
    }

    @Test
    void chunksThatDoNotHaveTheirChecksumAreNotInstalled() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        cluster.withhold = frame -> frame instanceof Frame.SnapshotChunk chunk && chunk.message().chunk() == chunk.message().base().chunks();
        away.start();
        cluster.until("the last chunk", () -> !cluster.withheld.isEmpty());
        Frame.SnapshotChunk last = (Frame.SnapshotChunk) MemoryCluster.decoded(cluster.withheld.getFirst());
        ByteBuffer other = io.keelson.node.wire.FrameCodec.encode(new Frame.SnapshotChunk(
                last.header(), last.message(), last.chunkBytes(), last.bytes(), last.checksum() + 1, last.content()));
        String objection = away.node.onFrame(other);
        assertTrue(objection.contains("do not have the checksum that member"), objection);
        assertEquals(0, counters(away).snapshotsInstalled());
        cluster.withhold = frame -> false;
        converge(cluster);
    }

    @Test
    void aFullDiskTakesNoSnapshotAndNoChunkAndServesOn() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        away.start();
        away.disk.capacity(away.disk.used());
        cluster.run(300);
        assertEquals(0, counters(away).snapshotChunksReceived());
        away.disk.capacity(Long.MAX_VALUE);
        converge(cluster);
        Machine full = cluster.follower();
        long taken = counters(full).snapshotsTaken();
        full.disk.capacity(full.disk.used() + 100);
        write(cluster, 45);
        converge(cluster);
        assertEquals(taken, counters(full).snapshotsTaken());
        full.disk.capacity(Long.MAX_VALUE);
        write(cluster, 45);
        cluster.run(20);
        assertTrue(counters(full).snapshotsTaken() > taken);
    }

    /** Nor does it do anything but try: a wish that a full disk can't grant waits, and is granted when there is room. */
    @Test
    void aSnapshotThatIsWantedAtOnceWaitsForRoomInPeace() throws Exception {
        MemoryCluster cluster = cluster(SnapshotSettings.DEFAULT);
        write(cluster, 10);
        Machine full = cluster.follower();
        full.disk.capacity(full.disk.used());
        full.node.compactNow(MemoryCluster.GROUP);
        cluster.run(300);
        assertEquals(0, counters(full).snapshotsTaken());
        assertEquals(1, full.disk.refusals(), "in 300 ms");
        full.disk.capacity(Long.MAX_VALUE);
        cluster.run(1_500);
        assertEquals(1, counters(full).snapshotsTaken());
    }

    /** A disk that is forced after each MiB: the leader is not told to go on before it has been. */
    @Test
    void aSnapshotIsReceivedNoFasterThanTheDiskWrites() throws Exception {
        int chunkBytes = 16 << 10;
        MemoryCluster cluster = cluster(new SnapshotSettings(20, 1 << 20, 5, 1 << 20, chunkBytes));
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        for (int i = 0; i < 500; i++) {
            expected.add("x".repeat(8_000));
            Box<Bytes> answer = cluster.leader().propose(expected.getLast());
            cluster.until("an answer", answer::isFull);
            answer.done();
        }
        away.start();
        cluster.until("a chunk", () -> counters(away).snapshotChunksReceived() > 0);
        away.stalled = true;
        cluster.run(200);
        long received = counters(away).snapshotChunksReceived();
        assertTrue(received <= (1 << 20) / chunkBytes, () -> received + " chunks are on their way to the disk");
        away.stalled = false;
        converge(cluster);
        assertEquals(1, counters(away).snapshotsInstalled());
    }

    /** 640 bytes a second: a chunk of 64 bytes every 100 ms, however many members want one. */
    @Test
    void aSnapshotIsSentNoFasterThanItMay() throws Exception {
        MemoryCluster cluster = cluster(new SnapshotSettings(20, 1 << 20, 5, 1 << 20, 64, 640));
        write(cluster, 3);
        Machine away = cluster.follower();
        away.crash();
        write(cluster, 60);
        away.start();
        cluster.until("a chunk", () -> counters(away).snapshotChunksReceived() > 0);
        long before = counters(away).snapshotChunksReceived();
        cluster.run(450);
        long received = counters(away).snapshotChunksReceived() - before;
        assertTrue(received == 4 || received == 5, () -> received + " chunks in 450 ms");
        converge(cluster);
    }

    @Test
    void sessionsAreExactlyOnceThroughASnapshot() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        Box<Long> session = cluster.leader().ask(reply -> cluster.leader().node.openSession(MemoryCluster.GROUP, 3_600_000, reply));
        cluster.until("a session", session::isFull);
        Machine away = cluster.follower();
        away.crash();
        Box<Bytes> first = inSession(cluster, session.done(), 1);
        expected.add("once");
        write(cluster, 60);
        away.start();
        converge(cluster);
        assertTrue(counters(away).snapshotsInstalled() >= 1);
        Box<Long> moved = cluster.leader().transferTo(away.id);
        cluster.until("it leads", moved::isFull);
        moved.done();
        Box<Bytes> again = inSession(cluster, session.done(), 1);
        assertEquals(first.outcome, again.outcome);
        converge(cluster);
    }

    private static Box<Bytes> inSession(MemoryCluster cluster, long session, long sequence) {
        Box<Bytes> answer = cluster.leader().ask(
                reply -> cluster.leader().node.propose(MemoryCluster.GROUP, session, sequence, Bytes.utf8("once"), reply));
        cluster.until("an answer", answer::isFull);
        assertInstanceOf(Outcome.Done.class, answer.outcome);
        return answer;
    }

    @Test
    void aCommandWhoseEntryASnapshotReplacesIsUnknown() throws Exception {
        MemoryCluster cluster = cluster(OFTEN);
        write(cluster, 3);
        Machine deposed = cluster.leader();
        cluster.cut = member -> member == deposed.id;
        Box<Bytes> lost = deposed.propose("lost");
        write(cluster, 60);
        cluster.cut = member -> false;
        converge(cluster);
        assertInstanceOf(Outcome.Unknown.class, lost.outcome);
        assertTrue(counters(deposed).snapshotsInstalled() >= 1);
    }
}
