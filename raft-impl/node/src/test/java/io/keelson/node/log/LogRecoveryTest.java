package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static io.keelson.node.log.LogFixture.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import java.util.ArrayList;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opening cuts what a crash tore, and nothing else. */
class LogRecoveryTest {
    private static final HardState VOTED = new HardState(3, 2);
    private static final String FIRST = Position.fileName(1);

    /** A log whose first batches are durable and whose last, of several sectors and records, is not: entries of different terms share no record. */
    private static LogFixture withUnforcedBatch() throws NodeOpenException {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, VOTED, entry(1, 3, 100));
        fixture.force(1, null, entry(2, 3, 700));
        fixture.write(1, null, entry(3, 3, 300), entry(4, 4, 500), entry(5, 5, 200), entry(6, 6, 900));
        return fixture;
    }

    private static final Entry[] ALL = {
        entry(1, 3, 100), entry(2, 3, 700), entry(3, 3, 300), entry(4, 4, 500), entry(5, 5, 200), entry(6, 6, 900)
    };

    private static void mustBeAPrefix(Recovered found, int atLeast, String when) {
        int length = found.entries().size();
        assertTrue(length >= atLeast && length <= ALL.length, when + ": " + length + " entries");
        assertEquals(of(VOTED, Arrays.copyOf(ALL, length)), found, when);
    }

    /** After the cut, what is written anew is found, and nothing of what was cut comes back. */
    private static void mustGoOn(MemoryStorage storage, String when) throws NodeOpenException {
        LogFixture reopened = LogFixture.settled(storage);
        Recovered found = reopened.recovered(1);
        mustBeAPrefix(found, 2, when);
        List<Entry> expected = new ArrayList<>(found.entries());
        for (int i = 0; i < 3; i++) {
            Entry next = entry(expected.size() + 1, 8, 200);
            expected.add(next);
            reopened.force(1, new HardState(8, 0), next);
        }
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        assertEquals(of(new HardState(8, 0), expected.toArray(Entry[]::new)), again.recovered(1), when);
        assertEquals(0, again.log.statistics().tornBytes(), when);
    }

    @Test
    void anySectorsOfTheLastBatchMaySurvive() throws Exception {
        int firstSector = 4;
        int sectors = 5;
        int shortest = ALL.length;
        int longest = 0;
        for (int subset = 0; subset < 1 << sectors; subset++) {
            int kept = subset;
            MemoryStorage after = withUnforcedBatch()
                    .storage
                    .crash((file, sector) -> sector >= firstSector && (kept >> sector - firstSector & 1) == 1);
            int length = LogFixture.open(after.killed(), LogFixture.SEGMENT).recovered(1).entries().size();
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
            mustGoOn(after, "sectors " + Integer.toBinaryString(subset));
        }
        assertEquals(2, shortest, "the batch lies in the sectors that were torn");
        assertEquals(6, longest);
    }

    @Test
    void theLastBatchMayEndAtAnyByte() throws Exception {
        byte[] whole = withUnforcedBatch().storage.content(FIRST);
        int begin = 4 * RecordCodec.SECTOR;
        int end = LogFixture.end(whole, 1);
        for (int cut = begin; cut <= end; cut++) {
            byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length);
            MemoryStorage storage = new MemoryStorage();
            storage.put(FIRST, torn);
            mustGoOn(storage, "cut at " + cut);
        }
    }

    @Test
    void whatWasCutStaysCutWhenTheCutItselfIsTorn() throws Exception {
        // All but the batch's first sector survive: the rest is intact records after a hole.
        MemoryStorage holed = withUnforcedBatch().storage.crash((file, sector) -> sector > 4);
        for (int subset = 0; subset < 16; subset++) {
            int kept = subset;
            LogFixture opened = LogFixture.open(holed.crash((file, sector) -> true), LogFixture.SEGMENT);
            opened.append(1, new HardState(8, 0), entry(3, 8, 1500));
            opened.log.flush();
            // No completion has come: nothing new may be on the disk yet, whatever part of the cut is.
            MemoryStorage after = opened.storage.crash((file, sector) -> (kept >> sector % 4 & 1) == 1);
            mustBeAPrefix(LogFixture.open(after.killed(), LogFixture.SEGMENT).recovered(1), 2, "subset " + subset);
            mustGoOn(after, "subset " + subset);
        }
    }

    @Test
    void neitherTheCutNorWhatFollowsTouchesTheSectorThatHoldsTheEnd() throws Exception {
        for (int cut = 4 * RecordCodec.SECTOR + 1; cut < 9 * RecordCodec.SECTOR; cut += 61) {
            byte[] whole = withUnforcedBatch().storage.content(FIRST);
            whole[cut] ^= 1;
            MemoryStorage storage = new MemoryStorage();
            storage.put(FIRST, whole);
            LogReader read = new LogReader(storage);
            read.read(LogFixture.CLUSTER, LogFixture.MEMBER);
            int lastSector = (Position.offset(read.end()) - 1) / RecordCodec.SECTOR;
            LogFixture opened = LogFixture.settled(storage);
            opened.force(1, VOTED);
            // But for one case: where zeros would make the torn record whole, its first part goes too.
            boolean revived = isWholeWithZerosFrom((lastSector + 1) * RecordCodec.SECTOR, whole, Position.offset(read.end()));
            assertEquals(revived ? lastSector : lastSector + 1, storage.firstSectorChanged(), "damaged at " + cut);
        }
    }

    /** Says whether zeros from an offset on leave a record at or after the end. */
    private static boolean isWholeWithZerosFrom(int offset, byte[] whole, int end) throws Exception {
        MemoryStorage storage = new MemoryStorage();
        storage.put(FIRST, whole);
        LogReader read = new LogReader(storage);
        read.read(LogFixture.CLUSTER, LogFixture.MEMBER);
        byte[] zeroed = whole.clone();
        Arrays.fill(zeroed, offset, zeroed.length, (byte) 0);
        return read.remainsEnd(ByteBuffer.wrap(zeroed), 1, end) > end;
    }

    @Test
    void anIntactRecordOfABatchWrittenBeforeTheHoleWasForcedProvesNothing() throws Exception {
        LogFixture fixture = withUnforcedBatch();
        fixture.write(1, new HardState(9, 1));
        MemoryStorage after = fixture.storage.crash((file, sector) -> sector > 4);
        LogFixture again = LogFixture.settled(after);
        mustBeAPrefix(again.recovered(1), 2, "two batches were in flight");
        assertTrue(again.log.statistics().tornBytes() > 0);
    }

    @Test
    void aFlippedBitInTheUnforcedTailIsCut() throws Exception {
        byte[] whole = withUnforcedBatch().storage.content(FIRST);
        int end = LogFixture.end(whole, 1);
        for (int at = 4 * RecordCodec.SECTOR; at < end; at += 3) {
            MemoryStorage storage = new MemoryStorage();
            storage.put(FIRST, whole);
            storage.damage(FIRST, at, 0x10);
            mustGoOn(storage, "damaged at " + at);
        }
    }

    @Test
    void aTornTailMayCrossSegments() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage(), 2048);
        fixture.force(1, VOTED, entry(1, 3, 600));
        Entry[] more = new Entry[8];
        for (int i = 0; i < more.length; i++) {
            more[i] = entry(i + 2, 3, 600);
        }
        fixture.write(1, null, more);
        for (int lost = 2; lost <= 4; lost++) {
            String name = Position.fileName(lost);
            for (int part = 0; part < 3; part++) {
                int lostSector = part;
                MemoryStorage after = fixture.storage.crash((file, sector) -> !file.equals(name) || sector != lostSector);
                LogFixture again = LogFixture.settled(after, 2048);
                List<Entry> found = again.recovered(1).entries();
                assertTrue(found.size() >= 1 && found.size() < 9, "the hole ends the log");
                again.force(1, null, entry(found.size() + 1, 5, 10));
                List<Entry> last = LogFixture.settled(after.crash((file, sector) -> false), 2048).recovered(1).entries();
                assertEquals(found.size() + 1, last.size());
                assertEquals(5, last.get(found.size()).term());
            }
        }
    }

    @Test
    void anInterruptedCreationIsBegunAgain() throws Exception {
        for (int subset = 0; subset < 8; subset++) {
            int kept = subset;
            LogFixture created = LogFixture.open(new MemoryStorage(), LogFixture.SEGMENT);
            MemoryStorage after = created.storage.crash((file, sector) -> (kept >> Math.min(sector, 1) + 1 & 1) == 1);
            LogFixture again = LogFixture.settled(after);
            again.force(1, VOTED);
            assertEquals(of(VOTED), LogFixture.settled(after.crash((file, sector) -> false)).recovered(1), "subset " + subset);
        }
    }

    @Test
    void anUnreadableFileIsRefusedInOneLine() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.storage.failReads();
        NodeOpenException refused =
                assertThrows(NodeOpenException.class, () -> LogFixture.open(fixture.storage, LogFixture.SEGMENT));
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().contains("input/output error"), refused.getMessage());
    }

    @Test
    void aProcessKilledBeforeItsForceSettlesBeforeItIsTrusted() throws Exception {
        LogFixture killed = withUnforcedBatch();
        LogFixture again = LogFixture.open(killed.storage.killed(), LogFixture.SEGMENT);
        assertEquals(of(VOTED, ALL), again.recovered(1), "the system's cache still has it");
        assertFalse(again.log.settled());
        mustBeAPrefix(LogFixture.open(again.storage.crash((file, sector) -> false), LogFixture.SEGMENT).recovered(1), 2, "lost");
        again.storage.completeAll();
        assertTrue(again.log.settled());
        MemoryStorage after = again.storage.crash((file, sector) -> false);
        assertEquals(of(VOTED, ALL), LogFixture.open(after, LogFixture.SEGMENT).recovered(1), "settled means durable");
    }

    @Test
    void whatAFailedForceLeftInTheCacheIsForcedBeforeItIsTrusted() throws Exception {
        LogFixture failed = withUnforcedBatch();
        failed.storage.failOne();
        assertEquals(1, failed.failures.size());
        LogFixture again = LogFixture.settled(failed.storage.killed());
        assertEquals(of(VOTED, ALL), again.recovered(1), "the system's cache has it, the disk has not");
        again.force(1, null, entry(7, 3, 10));
        List<Entry> found = LogFixture.open(again.storage.crash((file, sector) -> false), LogFixture.SEGMENT).recovered(1).entries();
        assertEquals(7, found.size(), "what was trusted survives a loss of power");
    }

    @Test
    void aCutThatTheDiskNeverSawIsMadeAgain() throws Exception {
        MemoryStorage holed = withUnforcedBatch().storage.crash((file, sector) -> sector > 4);
        LogFixture cut = LogFixture.open(holed, LogFixture.SEGMENT);
        assertTrue(cut.log.statistics().tornBytes() > 0);
        cut.storage.failOne();
        LogFixture again = LogFixture.settled(cut.storage.killed());
        assertEquals(0, again.log.statistics().tornBytes(), "the cache shows the cut, the disk has what was cut");
        again.force(1, null, entry(3, 8, 100), entry(4, 8, 100));
        LogFixture last = LogFixture.settled(again.storage.crash((file, sector) -> false));
        assertEquals(of(VOTED, ALL[0], ALL[1], entry(3, 8, 100), entry(4, 8, 100)), last.recovered(1));
        assertEquals(0, last.log.statistics().tornBytes(), "nothing of what was cut is left on the disk");
    }

    @Test
    void theSegmentSizeMayChange() throws Exception {
        LogFixture small = LogFixture.settled(new MemoryStorage(), 2048);
        small.force(1, VOTED, entry(1, 3, 900), entry(2, 3, 900));
        LogFixture large = LogFixture.settled(small.storage.crash((file, sector) -> false), 16_384);
        large.force(1, null, entry(3, 3, 900), entry(4, 3, 9000));
        LogFixture again = LogFixture.settled(large.storage.crash((file, sector) -> false), 1024);
        assertEquals(of(VOTED, entry(1, 3, 900), entry(2, 3, 900), entry(3, 3, 900), entry(4, 3, 9000)), again.recovered(1));
    }
}
