package io.keelson.node.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.HardState;
import io.keelson.node.NodeOpenException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A directory goes on only as what it was created as. */
class LogOwnerTest {
    private static MemoryStorage used() throws NodeOpenException {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(1, 2));
        return fixture.storage.crash((file, sector) -> false);
    }

    private static void mustRefuse(MemoryStorage storage, long cluster, long member, String message) {
        NodeOpenException refused = assertThrows(
                NodeOpenException.class, () -> DurableLog.open(storage, () -> 1, cluster, member, LogFixture.SEGMENT));
        assertEquals(message, refused.getMessage());
        assertEquals(0, storage.writes() + storage.forces() + storage.underWay(), "nothing is written");
    }

    @Test
    void anotherClustersDirectoryIsRefused() throws Exception {
        mustRefuse(
                used(), 8, LogFixture.MEMBER, "log-0000000001 belongs to cluster 7, not to 8; choose another directory or cluster id");
    }

    @Test
    void anotherMembersDirectoryIsRefused() throws Exception {
        mustRefuse(
                used(), LogFixture.CLUSTER, 3, "log-0000000001 belongs to member 2, not to 3; choose another directory or member id");
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        storage.put(Position.fileName(1), segment(1, new SegmentHead(SegmentHead.FORMAT + 1, LogFixture.CLUSTER, LogFixture.MEMBER, 9)));
        mustRefuse(
                storage,
                LogFixture.CLUSTER,
                LogFixture.MEMBER,
                "log-0000000001 has format 4, this version reads 3; run a newer version");
    }

    @Test
    void theFormatWithAnEntryARecordIsRefused() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        storage.put(Position.fileName(1), segment(1, new SegmentHead(2, LogFixture.CLUSTER, LogFixture.MEMBER, 9)));
        mustRefuse(
                storage,
                LogFixture.CLUSTER,
                LogFixture.MEMBER,
                "log-0000000001 has format 2, this version reads 3; run an older version");
    }

    @Test
    void theFirstFormatIsRefused() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        storage.put(Position.fileName(1), ByteBuffer.allocate(LogFixture.SEGMENT).putInt(8, 'K' << 24 | 'L' << 16 | 'G' << 8 | 1).array());
        mustRefuse(
                storage,
                LogFixture.CLUSTER,
                LogFixture.MEMBER,
                "log-0000000001 has format 1, this version reads 3; run an older version");
    }

    @Test
    void aSegmentOfAnotherDirectoryIsRefused() throws Exception {
        MemoryStorage storage = used();
        storage.put(Position.fileName(2), segment(2, new SegmentHead(SegmentHead.FORMAT, LogFixture.CLUSTER, LogFixture.MEMBER, 9)));
        mustRefuse(
                storage,
                LogFixture.CLUSTER,
                LogFixture.MEMBER,
                "the log is damaged: file log-0000000002, offset 0: the segment comes from another directory; wipe the directory,"
                        + " and let the member join anew");
    }

    @Test
    void theIncarnationStaysAndAWipedDirectoryGetsAnother() throws Exception {
        MemoryStorage storage = used();
        long first = DurableLog.open(storage, () -> 1, LogFixture.CLUSTER, LogFixture.MEMBER, LogFixture.SEGMENT).incarnation();
        assertEquals(-5 & Long.MAX_VALUE, first);
        MemoryStorage wiped = new MemoryStorage();
        long second = DurableLog.open(wiped, () -> 1, LogFixture.CLUSTER, LogFixture.MEMBER, LogFixture.SEGMENT).incarnation();
        assertNotEquals(first, second);
        long smallest = DurableLog.open(
                        new MemoryStorage(), () -> 0, LogFixture.CLUSTER, LogFixture.MEMBER, LogFixture.SEGMENT)
                .incarnation();
        assertEquals(1, smallest, "an incarnation counts from 1");
    }

    @Test
    void filesThatAreNoSegmentsAreLeftAlone() throws Exception {
        MemoryStorage storage = used();
        storage.put("notes.txt", new byte[] {1, 2, 3});
        storage.put("log-1", new byte[] {4});
        LogFixture.settled(storage).force(1, new HardState(2, 2));
        assertEquals(3, storage.content("notes.txt").length);
        assertEquals(1, storage.content("log-1").length);
    }

    private static byte[] segment(long sequence, SegmentHead head) {
        ByteBuffer bytes = ByteBuffer.allocate(LogFixture.SEGMENT);
        RecordCodec codec = new RecordCodec();
        RecordCodec.begin(bytes, LogRecord.Kind.HEAD, 1, 0, SegmentHead.RUN_OF_ALL, 0, 0);
        head.encode(LogFixture.SEGMENT, bytes);
        codec.end(bytes, 0, 0);
        codec.seal(bytes, 0, Position.of(sequence, 0), 0);
        return bytes.array();
    }
}
