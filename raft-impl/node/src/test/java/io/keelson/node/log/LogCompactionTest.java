package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments that no group needs are used again, and nothing that one needs is lost by it. */
class LogCompactionTest {
    private static final HardState VOTED = new HardState(3, 2);
    private static final int SEGMENT = 2048;

    private final MemoryStorage storage = new MemoryStorage();

    private static LogBase base(long index) {
        return new LogBase(index, 3, LogFixture.INITIAL, 1);
    }

    private static void rebase(LogFixture fixture, long group, long index) {
        fixture.append(group, null, base(index), false);
        fixture.log.flush();
    }

    private static void forceBase(LogFixture fixture, long group, long index) {
        rebase(fixture, group, index);
        fixture.storage.completeAll();
    }

    private Recovered found(long group) throws Exception {
        return LogFixture.settled(storage.crash((file, sector) -> false), SEGMENT).recovered(group);
    }

    @Test
    void aLogThatIsCompactedStaysSmall() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        fixture.force(1, VOTED);
        fixture.force(2, new HardState(7, 1));
        for (int i = 1; i <= 300; i++) {
            fixture.force(1, null, entry(i, 3, 600));
            if (i % 6 == 0) {
                forceBase(fixture, 1, i - 3);
                assertTrue(storage.list().size() <= 8, "after " + i + ": " + storage.list());
            }
        }
        assertTrue(fixture.log.statistics().segments() > 100, fixture.log.statistics().toString());
        assertEquals(new Recovered(VOTED, base(297), List.of(entry(298, 3, 600), entry(299, 3, 600), entry(300, 3, 600))), found(1));
        assertEquals(LogFixture.of(new HardState(7, 1)), found(2), "a group without entries holds nothing, and is repeated");
    }

    @Test
    void segmentsAreUsedAgainRatherThanMade() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        fixture.force(1, VOTED);
        int i = 1;
        for (; i <= 60; i++) {
            fixture.force(1, null, entry(i, 3, 600));
            forceBase(fixture, 1, i);
        }
        int madeBefore = storage.prepared();
        long before = fixture.log.statistics().segments();
        for (; i <= 120; i++) {
            fixture.force(1, null, entry(i, 3, 600));
            forceBase(fixture, 1, i);
        }
        assertTrue(fixture.log.statistics().segments() > before + 20);
        assertEquals(madeBefore, storage.prepared(), "no zeros are written any more");
    }

    /** Writes so many entries of 600 bytes, three to a segment, and drops the log up to the last. */
    private static int grow(LogFixture fixture, int last, int entries) throws Exception {
        for (int i = last + 1; i <= last + entries; i++) {
            fixture.force(1, null, entry(i, 3, 600));
        }
        forceBase(fixture, 1, last + entries);
        fixture.force(1, null, entry(last + entries + 1, 3, 10));
        return last + entries + 1;
    }

    @Test
    void asManyAreKeptForUseAsTheLogWillGrowToAgainAndNoMore() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        fixture.force(1, VOTED);
        int last = grow(fixture, 0, 40);
        last = grow(fixture, last, 40);
        last = grow(fixture, last, 40);
        int made = storage.prepared();
        int files = storage.list().size();
        for (int cycle = 0; cycle < 5; cycle++) {
            last = grow(fixture, last, 40);
            assertTrue(storage.list().size() <= files + 2, "no more files than before: " + storage.list());
        }
        assertTrue(storage.prepared() - made <= 5, "a cycle that needs one more makes one, of a dozen: " + (storage.prepared() - made));
        for (int cycle = 0; cycle < 10; cycle++) {
            last = grow(fixture, last, 4);
        }
        assertTrue(storage.list().size() <= 8, "a log that has become small gives back what it does not use: " + storage.list());
    }

    @Test
    void aGroupThatLagsHoldsTheLogAndIsNamed() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        fixture.force(2, VOTED, entry(1, 3, 10), entry(2, 3, 10));
        for (int i = 1; i <= 30; i++) {
            fixture.force(1, i == 1 ? VOTED : null, entry(i, 3, 600));
        }
        forceBase(fixture, 2, 1);
        forceBase(fixture, 1, 28);
        LogRetention held = fixture.log.retention();
        assertEquals(List.of(2L, 1L), List.of(held.group(), held.base()), held.toString());
        assertTrue(held.segments() > 10 && held.freeable() > 8 && held.bytes() >= held.segments() * (long) SEGMENT, held.toString());
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false), SEGMENT);
        again.force(1, null, entry(31, 3, 10));
        assertEquals(held.group(), again.log.retention().group(), "an opened log knows as well");
        assertEquals(new Recovered(VOTED, base(1), List.of(entry(2, 3, 10))), again.recovered(2));
        forceBase(again, 2, 2);
        assertTrue(again.log.retention().segments() <= 4, again.log.retention().toString());
        Recovered rest = LogFixture.settled(again.storage.crash((file, sector) -> false), SEGMENT).recovered(1);
        assertEquals(List.of(28L, 31L), List.of(rest.base().index(), rest.lastIndex()));
    }

    @Test
    void nothingIsGivenUpBeforeTheBaseIsDurable() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        for (int i = 1; i <= 20; i++) {
            fixture.force(1, i == 1 ? VOTED : null, entry(i, 3, 600));
        }
        List<String> before = storage.list();
        rebase(fixture, 1, 20);
        assertTrue(storage.list().containsAll(before));
        assertEquals(20, found(1).entries().size());
        storage.completeAll();
        for (int flushes = 0; flushes < 20; flushes++) {
            fixture.log.flush();
        }
        assertTrue(storage.list().size() <= before.size() + 1, "what is free is kept for use, and nothing is added: " + storage.list());
        assertEquals(new Recovered(VOTED, base(20), List.of()), found(1));
    }

    @Test
    void aReplacedEntryIsNeededUntilItsReplacementIsDurable() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, SEGMENT);
        List<Entry> all = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            all.add(entry(i, 3, 600));
            fixture.force(1, i == 1 ? VOTED : null, entry(i, 3, 600));
        }
        fixture.write(1, null, entry(1, 4, 600));
        assertEquals(all, found(1).entries());
        storage.completeAll();
        assertEquals(List.of(entry(1, 4, 600)), found(1).entries());
        fixture.force(1, null, entry(2, 4, 10));
        assertTrue(fixture.log.retention().segments() <= 3, fixture.log.retention().toString());
    }

    @Test
    void whateverNamesACrashBringsBackNothingIsMissing() throws Exception {
        for (int pattern = 0; pattern < 64; pattern++) {
            int kept = pattern;
            MemoryStorage disk = new MemoryStorage();
            LogFixture fixture = LogFixture.settled(disk, SEGMENT);
            for (int i = 1; i <= 20; i++) {
                fixture.force(1, i == 1 ? VOTED : null, entry(i, 3, 600));
            }
            forceBase(fixture, 1, 19);
            for (int flushes = 0; flushes < 3; flushes++) {
                fixture.log.flush();
            }
            MemoryStorage after = disk.crash((file, sector) -> (kept >> Math.floorMod(file.hashCode(), 6) & 1) == 1);
            LogFixture opened = LogFixture.settled(after, SEGMENT);
            assertEquals(List.of(), opened.log.damages(), "names " + pattern);
            assertEquals(new Recovered(VOTED, base(19), List.of(entry(20, 3, 600))), opened.recovered(1), "names " + pattern);
        }
    }

    @Test
    void nobodyWaitsForASegmentThatIsBeingPrepared() throws Exception {
        LogFixture fixture = LogFixture.open(storage, SEGMENT);
        while (!fixture.log.settled()) {
            storage.completeOne();
        }
        fixture.append(1, VOTED, entry(1, 3, 3 * SEGMENT));
        fixture.log.flush();
        assertTrue(fixture.durable.isEmpty());
        assertTrue(!fixture.hasRoom(10), "what comes later must not overtake it");
        storage.completeAll();
        assertEquals(1L, fixture.durable.get(1L), "it went on when there was room");
        assertEquals(LogFixture.of(VOTED, entry(1, 3, 3 * SEGMENT)), found(1));
    }
}
