package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import io.keelson.node.log.LogRecord.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Damage to what was durable is never taken for a torn tail: the member knows up to where its log reached and does without what it lost, or, when nobody can say what it
 * voted for, is refused.
 */
class LogDamageTest {
    private static final String FIRST = Position.fileName(1);
    private static final LogBase BASE = new LogBase(1, 3, LogFixture.INITIAL, 4);

    private static void mark(LogFixture fixture) {
        fixture.log.mark();
        fixture.storage.completeAll();
    }

    /** One of each kind of record, all of them below the mark of the last. */
    private static LogFixture oneOfEachKind() throws NodeOpenException {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(3, 2), entry(1, 3, 5), entry(2, 3, 5));
        mark(fixture);
        fixture.force(1, null, entry(2, 4, 5));
        fixture.append(1, null, BASE, false);
        fixture.log.flush();
        fixture.storage.completeAll();
        fixture.force(1, new HardState(4, 0), entry(3, 4, 5));
        fixture.append(2, new HardState(9, 1), new LogBase(6, 8, LogFixture.INITIAL, 2), true);
        fixture.log.flush();
        fixture.storage.completeAll();
        mark(fixture);
        return fixture;
    }

    private static MemoryStorage flipped(byte[] whole, int bit) {
        MemoryStorage storage = new MemoryStorage();
        storage.put(FIRST, whole);
        storage.damage(FIRST, bit / 8, 1 << bit % 8);
        return storage;
    }

    @Test
    void aBitInEachByteOfEachKindOfRecord() throws Exception {
        byte[] whole = oneOfEachKind().storage.content(FIRST);
        TreeMap<Integer, LogRecord> records = LogFixture.recordsByOffset(whole, 1);
        assertEquals(
                List.of(
                        Kind.HEAD,
                        Kind.HEAD, Kind.HARD_STATE, Kind.ENTRY,
                        Kind.HEAD, Kind.GROUP, Kind.MARK,
                        Kind.REPLACEMENT,
                        Kind.BASE,
                        Kind.HARD_STATE, Kind.ENTRY,
                        Kind.HEAD, Kind.GROUP, Kind.HARD_STATE, Kind.RESTART,
                        Kind.HEAD, Kind.GROUP, Kind.MARK),
                records.values().stream().map(LogRecord::kind).toList());
        Recovered one = LogFixture.open(flipped(whole, 8 * whole.length - 1), LogFixture.SEGMENT).recovered(1);
        Recovered two = LogFixture.open(flipped(whole, 8 * whole.length - 1), LogFixture.SEGMENT).recovered(2);
        assertEquals(new Recovered(new HardState(4, 0), BASE, List.of(entry(2, 4, 5), entry(3, 4, 5))), one);
        int mark = Position.offset(records.lastEntry().getValue().mark());
        for (Map.Entry<Integer, LogRecord> record : records.headMap(mark).entrySet()) {
            int bytes = RecordCodec.HEADER + record.getValue().body().limit();
            for (int at = 0; at < bytes; at++) {
                flip(whole, record.getKey(), record.getValue(), 8 * at + at * 5 % 8, one, two);
            }
        }
    }

    private static void flip(byte[] whole, int at, LogRecord record, int bit, Recovered one, Recovered two) throws NodeOpenException {
        String when = record.kind() + " " + record.number() + ", bit " + bit;
        MemoryStorage storage = flipped(whole, 8 * at + bit);
        LogFixture opened = LogFixture.open(storage, LogFixture.SEGMENT);
        assertTrue(opened.log.damages().get(0).startsWith("the log is damaged: file log-0000000001, offset "), opened.log.damages().get(0));
        Recovered first = opened.recovered(1);
        Recovered second = opened.recovered(2);
        assertEquals(first.hardState().lostIndex() > 0 ? 2 : 1, opened.log.damages().size(), when + ": " + opened.log.damages());
        assertEquals(one.hardState().term(), first.hardState().term(), when);
        assertEquals(one.hardState().votedFor(), first.hardState().votedFor(), when);
        assertEquals(two.hardState().term(), second.hardState().term(), when);
        boolean losesEntries = first.hardState().lostIndex() > 0;
        boolean headerIsLost = bit < 8 * RecordCodec.HEADER;
        Recovered expected = switch (record.kind()) {
            // Entry 2 of term 3 was replaced, and entry 1 lies before the base: neither is missed. A base is repeated after a while.
            case ENTRY -> record.index() == 3 ? lost(one, 2, 3) : one;
            case REPLACEMENT -> lost(one, 1, 3);
            default -> losesEntries && headerIsLost && record.kind() == Kind.RESTART ? lost(one, 1, 3) : one;
        };
        assertEquals(expected, first, when);
        assertEquals(two, second, when);
        storage.completeAll();
        assertTrue(opened.log.settled(), when);
        LogFixture again = LogFixture.open(storage.crash((file, sector) -> false), LogFixture.SEGMENT);
        assertEquals(List.of(first, second), List.of(again.recovered(1), again.recovered(2)), when + ", opened again");
    }

    private static Recovered lost(Recovered whole, long lastKept, long lostIndex) {
        HardState state = whole.hardState();
        List<Entry> kept = whole.entries().stream().filter(entry -> entry.index() <= lastKept).toList();
        return new Recovered(new HardState(state.term(), state.votedFor(), lostIndex), whole.base(), kept);
    }

    /** A log of one group with entries 1 to 5 in batches of their own, marked. */
    private static LogFixture five() throws NodeOpenException {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        for (int i = 1; i <= 5; i++) {
            fixture.force(1, i == 1 ? new HardState(3, 2) : null, entry(i, 3, 100));
        }
        mark(fixture);
        return fixture;
    }

    private static int offsetOf(byte[] segment, long index) {
        return LogFixture.recordsByOffset(segment, 1).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.ENTRY && record.getValue().index() == index)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRepairedMemberIsWholeAgainAndStaysSo() throws Exception {
        LogFixture fixture = five();
        fixture.storage.damage(FIRST, offsetOf(fixture.storage.content(FIRST), 3) + 80, 1);
        LogFixture damaged = LogFixture.settled(fixture.storage);
        assertEquals(LogFixture.of(new HardState(3, 2, 5), entry(1, 3, 100), entry(2, 3, 100)), damaged.recovered(1));
        damaged.force(1, null, entry(3, 3, 100), entry(4, 3, 100), entry(5, 3, 100), entry(6, 4, 100));
        LogFixture amid = LogFixture.settled(damaged.storage.crash((file, sector) -> false));
        Recovered found = amid.recovered(1);
        assertEquals(6, found.lastIndex());
        assertEquals(new HardState(3, 2, 5), found.hardState(), "not whole before the member says so");
        damaged.force(1, new HardState(4, 0, 0));
        mark(damaged);
        LogFixture whole = LogFixture.settled(damaged.storage.crash((file, sector) -> false));
        found = whole.recovered(1);
        assertEquals(List.of(6L, 0L), List.of(found.lastIndex(), found.hardState().lostIndex()));
        assertEquals(1, whole.log.damages().size(), "the damaged record is still there, and costs nothing more");
    }

    @Test
    void whatIsAppendedBeforeTheLossIsNotedFollowsIt() throws Exception {
        LogFixture fixture = five();
        fixture.storage.damage(FIRST, offsetOf(fixture.storage.content(FIRST), 3) + 80, 1);
        LogFixture damaged = LogFixture.open(fixture.storage, LogFixture.SEGMENT);
        damaged.write(1, null, entry(3, 4, 100));
        damaged.storage.completeAll();
        assertEquals(Map.of(1L, 1L), damaged.durable);
        Recovered found = LogFixture.open(damaged.storage.crash((file, sector) -> false), LogFixture.SEGMENT).recovered(1);
        assertEquals(LogFixture.of(new HardState(3, 2, 5), entry(1, 3, 100), entry(2, 3, 100), entry(3, 4, 100)), found);
    }

    @Test
    void damageInOneGroupIsNoOthers() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        for (long group = 1; group <= 3; group++) {
            fixture.force(group, new HardState(group, 1), entry(1, group, 100));
            fixture.force(group, null, entry(2, group, 100));
        }
        fixture.force(2, null, entry(3, 2, 100));
        mark(fixture);
        byte[] whole = fixture.storage.content(FIRST);
        int at = LogFixture.recordsByOffset(whole, 1).entrySet().stream()
                .filter(record -> record.getValue().group() == 2 && record.getValue().index() == 2 && record.getValue().kind() == Kind.ENTRY)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        fixture.storage.damage(FIRST, at + 20, 1);
        LogFixture opened = LogFixture.open(fixture.storage, LogFixture.SEGMENT);
        assertEquals(LogFixture.of(new HardState(1, 1), entry(1, 1, 100), entry(2, 1, 100)), opened.recovered(1), "what is missing was another's");
        assertEquals(LogFixture.of(new HardState(2, 1, 3), entry(1, 2, 100)), opened.recovered(2));
        assertEquals(LogFixture.of(new HardState(3, 1), entry(1, 3, 100), entry(2, 3, 100)), opened.recovered(3));
    }

    @Test
    void anEntryThatNobodyCanAttributeIsMissingInEveryGroupThatMayHaveHadIt() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(1, 1), entry(1, 1, 100));
        fixture.force(2, new HardState(1, 1), entry(1, 1, 100));
        fixture.force(3, new HardState(1, 1));
        fixture.force(2, null, entry(2, 1, 100));
        fixture.force(3, null, entry(1, 1, 100));
        mark(fixture);
        byte[] whole = fixture.storage.content(FIRST);
        int at = LogFixture.recordsByOffset(whole, 1).entrySet().stream()
                .filter(record -> record.getValue().group() == 2 && record.getValue().index() == 2 && record.getValue().kind() == Kind.ENTRY)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        fixture.storage.damage(FIRST, at + 20, 1);
        LogFixture opened = LogFixture.open(fixture.storage, LogFixture.SEGMENT);
        assertEquals(LogFixture.of(new HardState(1, 1, 2), entry(1, 1, 100)), opened.recovered(1));
        assertEquals(LogFixture.of(new HardState(1, 1, 2), entry(1, 1, 100)), opened.recovered(2));
        assertEquals(LogFixture.of(new HardState(1, 1), entry(1, 1, 100)), opened.recovered(3), "this one has gone on since");
    }

    @Test
    void aLostReplacementLeavesNothingToTrust() throws Exception {
        LogFixture fixture = five();
        fixture.force(1, null, entry(3, 4, 100));
        fixture.force(1, null, entry(4, 4, 100));
        mark(fixture);
        byte[] whole = fixture.storage.content(FIRST);
        int at = LogFixture.recordsByOffset(whole, 1).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.REPLACEMENT)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        fixture.storage.damage(FIRST, at + 20, 1);
        Recovered found = LogFixture.open(fixture.storage, LogFixture.SEGMENT).recovered(1);
        assertEquals(List.of(), found.entries(), "entry 4 of term 4 stands on an entry that nobody knows, and so might all others");
        assertTrue(found.hardState().lostIndex() >= 4, found.toString());
    }

    @Test
    void votesThatAreLostWithTheirCopyAreRefused() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(3, 2), entry(1, 3, 5));
        fixture.force(1, new HardState(4, 2));
        fixture.force(1, null, entry(2, 4, 5));
        fixture.force(1, null, entry(3, 4, 5));
        byte[] whole = fixture.storage.content(FIRST);
        List<Integer> starts = LogFixture.recordsByOffset(whole, 1).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.HARD_STATE || record.getValue().kind() == Kind.GROUP)
                .filter(record -> record.getValue().term() == 4)
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(2, starts.size());
        starts.forEach(at -> fixture.storage.damage(FIRST, at + 20, 1));
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> LogFixture.open(fixture.storage, LogFixture.SEGMENT));
        assertEquals(
                "the log is damaged: file log-0000000001, offset 1208: 1 record: what this member has voted for is lost; wipe the"
                        + " directory, and let the member join anew",
                refused.getMessage());
    }

    @Test
    void aZeroedDurableSectorIsDamage() throws Exception {
        LogFixture fixture = five();
        byte[] whole = fixture.storage.content(FIRST);
        int sector = offsetOf(whole, 3) / RecordCodec.SECTOR;
        Arrays.fill(whole, sector * RecordCodec.SECTOR, (sector + 1) * RecordCodec.SECTOR, (byte) 0);
        MemoryStorage storage = new MemoryStorage();
        storage.put(FIRST, whole);
        LogFixture opened = LogFixture.open(storage, LogFixture.SEGMENT);
        assertEquals(LogFixture.of(new HardState(3, 2, 5), entry(1, 3, 100), entry(2, 3, 100)), opened.recovered(1));
    }

    @Test
    void aRecordInTheWrongPlaceIsNotIntact() throws Exception {
        LogFixture fixture = five();
        byte[] whole = fixture.storage.content(FIRST);
        int from = offsetOf(whole, 2) & -RecordCodec.SECTOR;
        System.arraycopy(whole, from, whole, from + RecordCodec.SECTOR, RecordCodec.SECTOR);
        MemoryStorage storage = new MemoryStorage();
        storage.put(FIRST, whole);
        assertEquals(2, LogFixture.open(storage, LogFixture.SEGMENT).recovered(1).lastIndex());
    }

    @Test
    void aMissingSegmentCostsTheEntriesThatWereInIt() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage(), 2048);
        for (int i = 1; i <= 12; i++) {
            fixture.force(1, i == 1 ? new HardState(3, 2) : null, entry(i, 3, 600));
        }
        for (long gone = 1; gone < fixture.log.statistics().segments(); gone++) {
            List<LogRecord> lost = LogFixture.records(fixture.storage.content(Position.fileName(gone)), gone);
            long firstLost = lost.stream().filter(record -> record.kind() == Kind.ENTRY).findFirst().orElseThrow().index();
            MemoryStorage storage = fixture.storage.crash((file, sector) -> false);
            storage.delete(Position.fileName(gone));
            LogFixture opened = LogFixture.open(storage, 2048);
            Recovered found = opened.recovered(1);
            assertEquals(new HardState(3, 2, 12), found.hardState(), "segment " + gone);
            assertEquals(firstLost - 1, found.lastIndex(), "segment " + gone);
            assertTrue(opened.log.damages().get(0).contains("log-000000000"), opened.log.damages().toString());
        }
    }

    private static MemoryStorage cut(MemoryStorage whole, String file, int bytes) {
        MemoryStorage storage = whole.crash((name, sector) -> false);
        storage.put(file, Arrays.copyOf(whole.content(file), bytes));
        return storage;
    }

    @Test
    void aFileThatTheFileSystemHasCutIsRefusedWhetherRecordsAreMissingOrOnlyZeros() throws Exception {
        LogFixture fixture = five();
        byte[] whole = fixture.storage.content(FIRST);
        for (int bytes : List.of(offsetOf(whole, 2), offsetOf(whole, 4), LogFixture.end(whole, 1), LogFixture.SEGMENT - RecordCodec.SECTOR, LogFixture.SEGMENT - 1)) {
            MemoryStorage storage = cut(fixture.storage, FIRST, bytes);
            NodeOpenException refused = assertThrows(NodeOpenException.class, () -> LogFixture.open(storage, LogFixture.SEGMENT), bytes + " bytes");
            assertEquals(
                    "the log is damaged: log-0000000001: the file has " + bytes + " bytes of 8192, and nobody knows what stood in the others; wipe the directory, and let the member join"
                            + " anew",
                    refused.getMessage());
            assertEquals(bytes, storage.content(FIRST).length, "left as it is");
        }
    }

    @Test
    void aSegmentOfAnotherSizeThanThoseToComeIsNotCut() throws Exception {
        LogFixture fixture = five();
        assertEquals(5, LogFixture.settled(fixture.storage.crash((file, sector) -> false), 4 * LogFixture.SEGMENT).recovered(1).lastIndex());
    }

    @Test
    void aFileThatIsCutInTheMidstOfTheLogCostsTheEntriesThatWereInIt() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage(), 2048);
        for (int i = 1; i <= 12; i++) {
            fixture.force(1, i == 1 ? new HardState(3, 2) : null, entry(i, 3, 600));
        }
        String second = Position.fileName(2);
        int firstLost = (int) LogFixture.recordsByOffset(fixture.storage.content(second), 2).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.ENTRY)
                .mapToLong(record -> record.getValue().index())
                .min()
                .orElseThrow();
        Recovered found = LogFixture.open(cut(fixture.storage, second, RecordCodec.SECTOR), 2048).recovered(1);
        assertEquals(List.of(firstLost - 1L, 12L), List.of(found.lastIndex(), found.hardState().lostIndex()));
    }

    @Test
    void aDirectoryThatACrashLeftHalfMadeIsMadeAnew() throws Exception {
        MemoryStorage made = new MemoryStorage();
        LogFixture.open(made, LogFixture.SEGMENT);
        LogFixture opened = LogFixture.settled(cut(made.killed(), FIRST, RecordCodec.SECTOR));
        opened.force(1, new HardState(3, 2), entry(1, 3, 100));
        assertEquals(1, LogFixture.settled(opened.storage.crash((file, sector) -> false)).recovered(1).lastIndex());
    }

    @Test
    void theHeadOfTheOnlySegmentIsReadFromItsCopy() throws Exception {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(3, 2), entry(1, 3, 5));
        fixture.storage.damage(FIRST, 20, 1);
        LogFixture opened = LogFixture.open(fixture.storage, LogFixture.SEGMENT);
        assertEquals(LogFixture.INCARNATION, opened.log.incarnation());
        assertEquals(LogFixture.of(new HardState(3, 2), entry(1, 3, 5)), opened.recovered(1));
        fixture.storage.damage(FIRST, RecordCodec.SECTOR + 20, 1);
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> LogFixture.open(fixture.storage, LogFixture.SEGMENT));
        assertTrue(refused.getMessage().contains("whose log this is can't be read any more"), refused.getMessage());
    }
}
