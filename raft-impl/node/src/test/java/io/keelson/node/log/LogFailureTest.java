package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static io.keelson.node.log.LogFixture.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A full disk refuses and loses nothing; a failed force ends the log. */
class LogFailureTest {
    private static final HardState VOTED = new HardState(3, 2);

    private final MemoryStorage storage = new MemoryStorage();

    /** Writes entries as long as there is room for them; returns what was written. */
    private static List<Entry> fill(LogFixture fixture) {
        List<Entry> written = new ArrayList<>();
        while (fixture.hasRoom(300)) {
            Entry next = entry(written.size() + 1, 3, 300);
            written.add(next);
            fixture.force(1, null, next);
            assertEquals(written.size(), fixture.durable.get(1L), "what had room becomes durable");
        }
        return written;
    }

    @Test
    void aFullDiskRefusesCommandsAndStillTakesVotes() throws Exception {
        storage.capacity(5 * LogFixture.SEGMENT);
        LogFixture fixture = LogFixture.settled(storage);
        List<Entry> written = fill(fixture);
        assertTrue(written.size() > 40, written.size() + " entries");
        assertFalse(fixture.hasRoom(1));
        assertFalse(fixture.log.hasRoomFor(List.of(Payload.NOOP)));
        assertTrue(fixture.log.statistics().full());
        fixture.force(1, VOTED);
        fixture.force(2, new HardState(4, 1));
        assertEquals(Map.of(1L, written.size() + 1L, 2L, 1L), fixture.durable);
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false));
        assertEquals(of(VOTED, written.toArray(Entry[]::new)), again.recovered(1));
        assertEquals(of(new HardState(4, 1)), again.recovered(2));
        assertEquals(List.of(), fixture.failures);
    }

    @Test
    void roomForManyCountsWhatEachTakes() throws Exception {
        storage.capacity(2 * LogFixture.SEGMENT);
        LogFixture fixture = LogFixture.settled(storage);
        Payload small = entry(1, 1, 1).payload();
        assertTrue(fixture.log.hasRoomFor(Collections.nCopies(100, small)));
        assertFalse(fixture.log.hasRoomFor(Collections.nCopies(300, small)), "each takes 72 bytes, of 16384");
        assertTrue(fixture.log.hasRoomFor(Collections.nCopies(100, small)), "a demand too large takes nothing");
    }

    @Test
    void roomThatReturnsIsUsedAgain() throws Exception {
        storage.capacity(3 * LogFixture.SEGMENT);
        LogFixture fixture = LogFixture.settled(storage);
        fill(fixture);
        storage.capacity(Long.MAX_VALUE);
        int flushes = 0;
        while (!fixture.hasRoom(300)) {
            fixture.log.flush();
            storage.completeAll();
            flushes++;
            assertTrue(flushes < 100, "the disk is asked again");
        }
    }

    @Test
    void whatFindsNoRoomAtAllWaitsAndIsNotAcknowledged() throws Exception {
        storage.capacity(2 * LogFixture.SEGMENT);
        LogFixture fixture = LogFixture.settled(storage);
        fixture.force(1, VOTED, entry(1, 3, 100));
        fixture.force(1, null, entry(2, 3, 3 * LogFixture.SEGMENT));
        fixture.force(2, VOTED);
        assertEquals(Map.of(1L, 1L), fixture.durable);
        assertFalse(fixture.hasRoom(1), "others wait behind it");
        assertEquals(of(VOTED, entry(1, 3, 100)), LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1));
        storage.capacity(Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            fixture.log.flush();
        }
        storage.completeAll();
        assertEquals(Map.of(1L, 2L, 2L, 1L), fixture.durable);
        Recovered found = LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1);
        assertEquals(of(VOTED, entry(1, 3, 100), entry(2, 3, 3 * LogFixture.SEGMENT)), found);
    }

    @Test
    void aWriteThatFindsTheDiskFullIsTriedAgainAsItWas() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        storage.refuseWrites(true);
        fixture.force(1, VOTED, entry(1, 3, 100));
        fixture.force(1, null, entry(2, 3, 100));
        assertEquals(Map.of(), fixture.durable);
        assertFalse(fixture.hasRoom(1));
        storage.refuseWrites(false);
        fixture.log.flush();
        storage.completeAll();
        assertEquals(Map.of(1L, 2L), fixture.durable);
        assertEquals(
                of(VOTED, entry(1, 3, 100), entry(2, 3, 100)),
                LogFixture.settled(storage.crash((file, sector) -> false)).recovered(1));
    }

    @Test
    void aDiskTooFullForTheFirstSegmentIsRefusedInOneLine() {
        storage.capacity(100);
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> LogFixture.open(storage, LogFixture.SEGMENT));
        assertEquals("the log can't be opened: resize: disk full", refused.getMessage());
        assertEquals(List.of(), storage.list());
    }

    @Test
    void aDiskTooFullToPrepareASegmentStillOpens() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.force(1, VOTED);
        MemoryStorage full = storage.crash((file, sector) -> false);
        full.delete(Position.fileName(2));
        full.capacity(full.used());
        LogFixture again = LogFixture.settled(full);
        assertEquals(of(VOTED), again.recovered(1));
        assertTrue(again.hasRoom(100), "the segment that is there has room");
        assertFalse(again.hasRoom(LogFixture.SEGMENT));
    }

    @Test
    void aFailedForceEndsTheLog() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.write(1, VOTED);
        fixture.write(1, null, entry(1, 3, 10));
        storage.failOne();
        assertEquals(List.of("the log has failed and writes nothing more: force: input/output error"), fixture.failures);
        int writes = storage.writes();
        int forces = storage.forces();
        storage.completeAll();
        fixture.force(1, null, entry(2, 3, 10));
        fixture.log.mark();
        assertEquals(Map.of(), fixture.durable, "nothing is called durable after a failure");
        assertEquals(writes, storage.writes());
        assertEquals(forces, storage.forces(), "a force is never retried");
        assertFalse(fixture.hasRoom(1));
        assertEquals(1, fixture.failures.size());
    }

    @Test
    void aForceThatFailsWhileOpeningIsTold() throws Exception {
        LogFixture fixture = LogFixture.open(storage, LogFixture.SEGMENT);
        storage.failOne();
        storage.completeAll();
        assertFalse(fixture.log.settled());
        assertEquals(1, fixture.failures.size());
    }

    @Test
    void aFailureBeforeTheListenerIsSetIsToldToIt() throws Exception {
        DurableLog log = DurableLog.open(storage, () -> 1, LogFixture.CLUSTER, LogFixture.MEMBER, LogFixture.SEGMENT);
        storage.failOne();
        List<String> told = new ArrayList<>();
        log.listener(new DurableLog.Listener() {
            @Override
            public void durable(long group, long ticket) {
                throw new AssertionError("nothing was written");
            }

            @Override
            public void failed(String oneLine) {
                told.add(oneLine);
            }
        });
        assertEquals(1, told.size());
    }
}
