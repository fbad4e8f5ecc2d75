package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Recovered;
import io.keelson.node.log.LogRecord.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Consecutive entries of one term share a record, and a header; what one record holds is lost together. */
class SharedRecordTest {
    private static final String FIRST = Position.fileName(1);
    private static final HardState VOTED = new HardState(3, 2);
    private static final int SEGMENT = 1 << 18;

    private final MemoryStorage storage = new MemoryStorage();

    private static Entry[] entries(int count, int length) {
        Entry[] entries = new Entry[count];
        Arrays.setAll(entries, i -> entry(i + 1, 3, length));
        return entries;
    }

    private List<LogRecord> entryRecords() {
        return LogFixture.records(storage.content(FIRST), 1).stream().filter(record -> record.kind() == Kind.ENTRY || record.kind() == Kind.REPLACEMENT).toList();
    }

    @Test
    void aHeaderIsPaidOnceForManyEntries() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        Entry[] entries = entries(500, 281);
        long before = fixture.log.statistics().bytesWritten();
        fixture.force(1, VOTED, entries);
        long perEntry = (fixture.log.statistics().bytesWritten() - before) / entries.length;
        assertTrue(perEntry < 290, perEntry + " bytes for a command of 281");
        assertEquals(LogFixture.of(VOTED, entries), LogFixture.settled(storage.crash((file, sector) -> false), SEGMENT).recovered(1));
        int largest = entryRecords().stream().mapToInt(LogRecord::length).max().orElseThrow();
        assertTrue(largest <= (16 << 10) + RecordCodec.HEADER + RecordCodec.ALIGNMENT, "damage must not cost more: " + largest);
    }

    @Test
    void anotherTermBeginsAnotherRecord() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        Entry[] entries = {entry(1, 3, 9), entry(2, 3, 9), entry(3, 5, 9), entry(4, 5, 9), entry(5, 6, 9)};
        fixture.force(1, VOTED, entries);
        assertEquals(List.of(2, 2, 1), entryRecords().stream().map(LogRecord::count).toList());
        assertEquals(LogFixture.of(VOTED, entries), LogFixture.settled(storage.crash((file, sector) -> false), SEGMENT).recovered(1));
    }

    @Test
    void onlyTheFirstRecordOfAWriteReplaces() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        fixture.force(1, VOTED, entries(4, 9));
        fixture.force(1, null, entry(3, 4, 9), entry(4, 4, 9), entry(5, 5, 9));
        assertEquals(List.of(Kind.ENTRY, Kind.REPLACEMENT, Kind.ENTRY), entryRecords().stream().map(LogRecord::kind).toList());
        Recovered found = LogFixture.settled(storage.crash((file, sector) -> false), SEGMENT).recovered(1);
        assertEquals(LogFixture.of(VOTED, entry(1, 3, 9), entry(2, 3, 9), entry(3, 4, 9), entry(4, 4, 9), entry(5, 5, 9)), found);
    }

    @Test
    void entriesGoOnInTheNextSegmentWhereTheRecordFindsNoRoom() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, 4096);
        Entry[] entries = entries(60, 200);
        for (int from = 0; from < entries.length; from += 15) {
            fixture.force(1, from == 0 ? VOTED : null, Arrays.copyOfRange(entries, from, from + 15));
        }
        assertTrue(fixture.log.statistics().segments() >= 4, fixture.log.statistics().toString());
        assertEquals(LogFixture.of(VOTED, entries), LogFixture.settled(storage.crash((file, sector) -> false), 4096).recovered(1));
    }

    /** Three records of three entries each, of which the second is damaged somewhere. */
    private Recovered withSecondRecordDamagedAt(int offsetInRecord) throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        Entry[] entries = entries(9, 40);
        for (int from = 0; from < 9; from += 3) {
            fixture.force(1, from == 0 ? VOTED : null, Arrays.copyOfRange(entries, from, from + 3));
        }
        fixture.log.mark();
        storage.completeAll();
        int second = LogFixture.recordsByOffset(storage.content(FIRST), 1).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.ENTRY && record.getValue().index() == 4)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        storage.damage(FIRST, second + offsetInRecord, 8);
        return LogFixture.settled(storage, SEGMENT).recovered(1);
    }

    @Test
    void aDamagedBodyCostsAllEntriesOfItsRecord() throws Exception {
        assertEquals(LogFixture.of(new HardState(3, 2, 9), entries(3, 40)), withSecondRecordDamagedAt(RecordCodec.HEADER + 100));
    }

    @Test
    void aDamagedBodyThatNothingFollowsIsMissedInFull() throws Exception {
        assertEquals(LogFixture.of(new HardState(3, 2, 9), entries(2, 40)), withLastRecordDamagedAt(RecordCodec.HEADER + 100));
    }

    /** Two records of one entry and a last one of seven, which is damaged somewhere. */
    private Recovered withLastRecordDamagedAt(int offsetInRecord) throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        Entry[] entries = entries(9, 40);
        fixture.force(1, VOTED, entries[0]);
        fixture.force(1, null, entries[1]);
        fixture.force(1, null, Arrays.copyOfRange(entries, 2, 9));
        fixture.log.mark();
        storage.completeAll();
        int last = LogFixture.recordsByOffset(storage.content(FIRST), 1).entrySet().stream()
                .filter(record -> record.getValue().kind() == Kind.ENTRY && record.getValue().count() == 7)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        storage.damage(FIRST, last + offsetInRecord, 8);
        return LogFixture.settled(storage, SEGMENT).recovered(1);
    }

    @Test
    void aDamagedHeaderCostsAsMuchAndNoMore() throws Exception {
        assertEquals(LogFixture.of(new HardState(3, 2, 9), entries(3, 40)), withSecondRecordDamagedAt(20));
    }

    @Test
    void howManyEntriesWereInARecordThatIsGoneIsKnownThoughNothingFollowsThatTellsIt() throws Exception {
        assertEquals(LogFixture.of(new HardState(3, 2, 9), entries(2, 40)), withLastRecordDamagedAt(20));
    }
}
