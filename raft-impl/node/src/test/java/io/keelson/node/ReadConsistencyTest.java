package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.ReadConsistency.AtLeast;
import io.keelson.node.ReadConsistency.NoOlderThan;
import io.keelson.node.runtime.ClientSession;
import io.keelson.node.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each level of consistency promises, and what it costs. */
class ReadConsistencyTest {
    private static final long MILLI = 1_000_000;

    @Test
    void aLocalReadIsServedByAMemberCutOffFromAllOthers() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine reader = cluster.follower();
        write(cluster, leader, "a");
        cluster.until("a is applied", () -> reader.journal.applied.size() == 1);
        cluster.cut = member -> member == reader.id;
        write(cluster, leader, "b");
        assertEquals(List.of("a"), reader.read(ReadConsistency.LOCAL).done());
        assertFalse(reader.read().isFull(), "a linearizable one is not");
    }

    @Test
    void aReadFromAnIndexOnWaitsUntilThatMuchIsAppliedAndNoLonger() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine reader = cluster.follower();
        cluster.until("all are bound", () -> reader.status().configuration().isBound());
        cluster.until("and know it", () -> reader.node.lastApplied(MemoryCluster.GROUP) == leader.status().lastIndex());
        cluster.cut = member -> member == reader.id;
        long index = write(cluster, leader, "a");
        assertEquals(List.of(), reader.read(new AtLeast(index - 1)).done(), "it has that much");
        Box<List<String>> read = reader.read(new AtLeast(index));
        reader.read(new AtLeast(index - 1));
        assertFalse(read.isFull(), "one that needs less is served alone");
        cluster.cut = member -> false;
        cluster.until("a read", read::isFull);
        assertEquals(List.of("a"), read.done());
        long framesBefore = reader.node.status().counters().framesOut();
        assertEquals(List.of("a"), reader.read(new AtLeast(index)).done());
        assertEquals(framesBefore, reader.node.status().counters().framesOut(), "no message");
    }

    @Test
    void anIndexThatDoesNotComeInTimeIsToldAsWhatWasMissing() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Box<List<String>> read = leader.read(new AtLeast(1_000));
        cluster.until("the time limit", read::isFull);
        assertEquals(new Outcome.NotApplied<>("this member has not applied index 1000 within the time limit", leader.id), read.outcome);
    }

    @Test
    void aReadOfBoundedAgeAsksAnewOnceTheLastAnswerIsTooOld() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine reader = cluster.follower();
        long begun = cluster.now;
        Box<List<String>> first = reader.read(new NoOlderThan(50 * MILLI));
        assertFalse(first.isFull(), "nothing was asked before");
        cluster.until("a read", first::isFull);
        write(cluster, leader, "a");

        cluster.cut = member -> member == reader.id;
        cluster.until("49 ms since it was asked", () -> cluster.now == begun + 49 * MILLI);
        assertInstanceOf(Outcome.Done.class, reader.read(new NoOlderThan(50 * MILLI)).outcome);
        cluster.step();
        Box<List<String>> late = reader.read(new NoOlderThan(50 * MILLI));
        assertFalse(late.isFull(), "too old, and nobody to ask");
        assertFalse(reader.read(new NoOlderThan(0)).isFull(), "as good as linearizable");
        cluster.cut = member -> false;
        cluster.until("a read", late::isFull);
        assertEquals(List.of("a"), late.done());
    }

    @Test
    void theAgeCountsFromTheAskingAndNotFromTheAnswer() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine reader = cluster.follower();
        cluster.withhold = frame -> frame instanceof Frame.Protocol protocol && protocol.message() instanceof Message.ReadIndexResponse;
        long asked = cluster.now;
        Box<List<String>> slow = reader.read();
        cluster.run(40);
        reader.node.onFrame(cluster.withheld.get(0));
        cluster.until("a read", slow::isFull);
        cluster.cut = member -> member == reader.id;
        long age = cluster.now - asked;
        assertTrue(reader.read(new NoOlderThan(age + MILLI)).isFull());
        assertFalse(reader.read(new NoOlderThan(age)).isFull());
    }

    @Test
    void aSessionReadsItsOwnWritesOnAnyMember() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine reader = cluster.follower();
        ClientSession session = new ClientSession(1);
        cluster.cut = member -> member == reader.id;
        session.saw(new Outcome.Done<>(write(cluster, leader, "a"), ""));
        session.saw(new Outcome.Unknown<>("it tells nothing"));
        Box<List<String>> own = reader.read(session.ownWrites());
        cluster.run(100);
        assertFalse(own.isFull());
        assertEquals(List.of("a"), leader.read(session.ownWrites()).done());
        cluster.cut = member -> false;
        cluster.until("a read", own::isFull);
        assertEquals(List.of("a"), own.done());
    }

    @Test
    void anAnswerThatBringsAReadAtOnceDoesNotKeepTheNodeFromItsWork() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(1);
        Machine only = cluster.leader();
        int[] reads = {0};
        readAgain(only, reads);
        only.node.flush();
        assertTrue(reads[0] < 1_000, "the answers of one batch brought no end of reads: " + reads[0]);
        cluster.run(5);
        assertTrue(reads[0] > 3, "the next batches went on");
    }

    private static void readAgain(Machine machine, int[] reads) {
        if (reads[0]++ < 1_000) {
            machine.node.read(MemoryCluster.GROUP, ReadConsistency.LOCAL, replica -> "", outcome -> readAgain(machine, reads));
        }
    }

    @Test
    void senselessLevelsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AtLeast(-1));
        assertThrows(IllegalArgumentException.class, () -> new NoOlderThan(-1));
    }

    private static long write(MemoryCluster cluster, Machine leader, String command) {
        Box<Bytes> answer = leader.propose(command);
        cluster.until("an answer", answer::isFull);
        answer.done();
        return ((Outcome.Done<Bytes>) answer.outcome).index();
    }
}
