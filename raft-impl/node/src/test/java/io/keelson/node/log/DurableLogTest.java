package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static io.keelson.node.log.LogFixture.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written and forced is found again; what waits for a force is not called durable. */
class DurableLogTest {
    private static final HardState VOTED = new HardState(3, 2);

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void aNewDirectoryHoldsNothingAndHasAnIncarnation() throws Exception {
        LogFixture fixture = LogFixture.open(storage, LogFixture.SEGMENT);
        assertEquals(Recovered.nothing(LogFixture.INITIAL), fixture.recovered(1));
        assertEquals(-5 & Long.MAX_VALUE, fixture.log.incarnation());
        assertFalse(fixture.log.settled());
        storage.completeAll();
        assertTrue(fixture.log.settled());
    }

    @Test
    void everyKindOfPayloadIsFoundAgain() throws Exception {
        Entry[] entries = {
            new Entry(1, 3, Payload.NOOP), entry(2, 3, 0), entry(3, 3, 100), new Entry(4, 3, Configuration.of(1, 2, 3, 4))
        };
        LogFixture.settled(storage).force(1, VOTED, entries);
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        assertEquals(of(VOTED, entries), again.recovered(1));
        assertEquals(0, again.log.statistics().tornBytes());
    }

    @Test
    void aWriteIsDurableOnlyAfterItsForce() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        int forcesBefore = storage.forces();
        int writesBefore = storage.writes();
        fixture.append(1, VOTED, entry(1, 3, 10));
        fixture.append(2, VOTED);
        fixture.append(1, null, entry(2, 3, 10));
        fixture.log.flush();
        assertEquals(1, storage.forces() - forcesBefore, "one force for whatever has gathered");
        assertEquals(1, storage.writes() - writesBefore, "and one write");
        assertEquals(Map.of(), fixture.durable);
        storage.completeAll();
        assertEquals(Map.of(1L, 2L, 2L, 1L), fixture.durable);
    }

    @Test
    void aFlushOfNothingDoesNothing() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        LogStatistics before = fixture.log.statistics();
        fixture.log.flush();
        assertEquals(before, fixture.log.statistics());
        assertEquals(0, storage.underWay());
    }

    @Test
    void severalForcesMayBeInFlight() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.write(1, VOTED);
        fixture.write(1, null, entry(1, 3, 10));
        assertEquals(2, storage.underWay());
        storage.completeOne();
        assertEquals(Map.of(1L, 1L), fixture.durable);
        storage.completeOne();
        assertEquals(Map.of(1L, 2L), fixture.durable);
    }

    @Test
    void aWriteOfNothingBecomesDurableInItsTurn() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.write(1, null);
        assertEquals(Map.of(), fixture.durable);
        storage.completeAll();
        assertEquals(Map.of(1L, 1L), fixture.durable);
    }

    @Test
    void anEntryReplacesTheSuffix() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.force(1, VOTED, entry(1, 3, 10), entry(2, 3, 10), entry(3, 3, 10));
        fixture.force(1, new HardState(4, 0), entry(2, 4, 20));
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        assertEquals(of(new HardState(4, 0), entry(1, 3, 10), entry(2, 4, 20)), again.recovered(1));
    }

    @Test
    void groupsAreApart() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        for (long group = 1; group <= 100; group++) {
            fixture.append(group, new HardState(group, 1), entry(1, group, (int) group));
        }
        fixture.log.flush();
        storage.completeAll();
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        for (long group = 1; group <= 100; group++) {
            assertEquals(of(new HardState(group, 1), entry(1, group, (int) group)), again.recovered(group));
            assertEquals(1, fixture.durable.get(group));
        }
    }

    @Test
    void whatWasRecoveredIsAskedForOnce() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.recovered(1);
        assertThrows(IllegalStateException.class, () -> fixture.recovered(1));
    }

    @Test
    void segmentsRollAndEachBeginsWithTheHardStates() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, 2048);
        fixture.force(9, new HardState(5, 1));
        Entry[] entries = new Entry[40];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entry(i + 1, 3, 300);
            fixture.force(1, i == 0 ? VOTED : null, entries[i]);
        }
        assertTrue(fixture.log.statistics().segments() >= 10, fixture.log.statistics().toString());
        MemoryStorage after = storage.crash((file, sector) -> false);
        LogFixture again = LogFixture.settled(after, 2048);
        assertEquals(of(VOTED, entries), again.recovered(1));
        assertEquals(of(new HardState(5, 1)), again.recovered(9));
        List<LogRecord> third = LogFixture.records(after.content(Position.fileName(3)), 3);
        assertEquals(List.of(1L, 9L), List.of(third.get(1).group(), third.get(2).group()));
        assertEquals(List.of(3L, 5L), List.of(third.get(1).term(), third.get(2).term()));
    }

    @Test
    void oneBatchMayCrossSegments() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, 2048);
        Entry[] entries = new Entry[20];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entry(i + 1, 3, 300);
        }
        fixture.write(1, VOTED, entries);
        while (storage.completeOne() && storage.underWay() > 0) {
            if (!fixture.durable.isEmpty()) {
                assertEquals(of(VOTED, entries), LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1));
            }
        }
        assertEquals(Map.of(1L, 1L), fixture.durable);
        assertEquals(of(VOTED, entries), LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1));
    }

    @Test
    void aNewSegmentsNameMustBeDurableBeforeItsRecordsAre() throws Exception {
        LogFixture fixture = LogFixture.open(storage, 2048);
        while (!fixture.log.settled()) {
            storage.completeOne();
        }
        fixture.write(1, VOTED, entry(1, 3, 1500), entry(2, 3, 1500));
        int steps = 0;
        while (storage.completeOne()) {
            Recovered found = LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1);
            boolean whole = found.equals(of(VOTED, entry(1, 3, 1500), entry(2, 3, 1500)));
            assertTrue(whole || fixture.durable.isEmpty(), "durable was told at step " + steps + ", and lost");
            steps++;
        }
        assertEquals(Map.of(1L, 1L), fixture.durable);
    }

    @Test
    void anEntryLargerThanASegmentGetsASegmentOfItsSize() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        Entry large = entry(2, 3, 4 << 20);
        for (int segments = 0; segments < 2; segments++) {
            assertFalse(fixture.hasRoom(4 << 20), "nobody waits for a segment of its size, and one for what is kept in reserve");
            storage.completeAll();
        }
        assertTrue(fixture.hasRoom(4 << 20));
        fixture.write(1, VOTED, entry(1, 3, 10), large, entry(3, 3, 10));
        storage.completeAll();
        fixture.force(1, null, entry(4, 3, 10));
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        assertEquals(of(VOTED, entry(1, 3, 10), large, entry(3, 3, 10), entry(4, 3, 10)), again.recovered(1));
    }

    @Test
    void aMarkIsWrittenOnceWhenTheLogIsIdle() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.write(1, VOTED);
        fixture.log.mark();
        assertEquals(1, storage.underWay(), "not while a force is under way");
        storage.completeAll();
        fixture.log.mark();
        assertEquals(1, storage.underWay());
        storage.completeAll();
        fixture.log.mark();
        assertEquals(0, storage.underWay(), "one mark is enough");
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        again.log.mark();
        assertEquals(0, again.storage.underWay(), "also after opening again");
        assertEquals(of(VOTED), again.recovered(1));
    }
}
