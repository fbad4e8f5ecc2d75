package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a group's log begins is found again, with what follows it. */
class LogBaseTest {
    private static final HardState VOTED = new HardState(3, 2);
    private static final Configuration JOINT = new Configuration(List.of(1L, 2L, 4L), List.of(1L, 2L, 3L), List.of(5L));

    private final MemoryStorage storage = new MemoryStorage();

    private Recovered found(int segmentBytes) throws Exception {
        return LogFixture.settled(storage.crash((file, sector) -> false), segmentBytes).recovered(1);
    }

    private LogFixture withFive() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.force(1, VOTED, entry(1, 1, 10), entry(2, 1, 10), entry(3, 2, 10), entry(4, 3, 10), entry(5, 3, 10));
        return fixture;
    }

    private void rebase(LogFixture fixture, HardState state, LogBase base, boolean dropsRest) {
        long ticket = fixture.append(1, state, base, dropsRest);
        fixture.log.flush();
        storage.completeAll();
        assertEquals(ticket, fixture.durable.get(1L));
    }

    @Test
    void aSnapshotTakenHereKeepsWhatFollowsIt() throws Exception {
        LogBase base = new LogBase(3, 2, JOINT, 7);
        rebase(withFive(), null, base, false);
        assertEquals(new Recovered(VOTED, base, List.of(entry(4, 3, 10), entry(5, 3, 10))), found(LogFixture.SEGMENT));
    }

    @Test
    void aSnapshotUpToTheEndLeavesNothing() throws Exception {
        LogBase base = new LogBase(5, 3, LogFixture.INITIAL, 1);
        LogFixture fixture = withFive();
        rebase(fixture, null, base, false);
        assertEquals(new Recovered(VOTED, base, List.of()), found(LogFixture.SEGMENT));
        fixture.force(1, null, entry(6, 3, 10));
        assertEquals(new Recovered(VOTED, base, List.of(entry(6, 3, 10))), found(LogFixture.SEGMENT));
    }

    @Test
    void anInstalledSnapshotThatTheLogDiffersFromDropsWhatFollows() throws Exception {
        LogBase base = new LogBase(3, 4, JOINT, 2);
        LogFixture fixture = withFive();
        rebase(fixture, new HardState(4, 0), base, true);
        assertEquals(new Recovered(new HardState(4, 0), base, List.of()), found(LogFixture.SEGMENT));
        fixture.force(1, null, entry(4, 4, 20));
        assertEquals(new Recovered(new HardState(4, 0), base, List.of(entry(4, 4, 20))), found(LogFixture.SEGMENT));
    }

    @Test
    void anInstalledSnapshotBeyondTheEndRestartsTheLog() throws Exception {
        LogBase base = new LogBase(100, 9, JOINT, 2);
        LogFixture fixture = withFive();
        rebase(fixture, new HardState(9, 0), base, true);
        fixture.force(1, null, entry(101, 9, 20));
        assertEquals(new Recovered(new HardState(9, 0), base, List.of(entry(101, 9, 20))), found(LogFixture.SEGMENT));
    }

    @Test
    void aLostIndexIsFoundAgain() throws Exception {
        LogFixture fixture = LogFixture.settled(storage);
        fixture.force(1, new HardState(3, 2, 17));
        assertEquals(new HardState(3, 2, 17), found(LogFixture.SEGMENT).hardState());
    }

    @Test
    void eachSegmentRepeatsTheBase() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, 2048);
        LogBase base = new LogBase(3, 2, JOINT, 7);
        fixture.append(1, VOTED, base, true);
        for (int i = 4; i < 14; i++) {
            fixture.force(1, null, entry(i, 3, 600));
        }
        assertTrue(fixture.log.statistics().segments() >= 4, fixture.log.statistics().toString());
        LogRecord repeated = LogFixture.records(storage.content(Position.fileName(3)), 3).get(1);
        assertEquals(new GroupHead(VOTED, base, 6, 3), RecordBodies.group(repeated));
        assertEquals(List.of(4L, 13L), List.of(found(2048).entries().get(0).index(), found(2048).lastIndex()), "what is repeated changes nothing");
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false), 2048);
        Entry[] more = new Entry[4];
        for (int i = 0; i < more.length; i++) {
            more[i] = entry(14 + i, 3, 600);
        }
        again.force(1, null, more);
        Recovered last = LogFixture.settled(again.storage.crash((file, sector) -> false), 2048).recovered(1);
        assertEquals(List.of(base, 17L), List.of(last.base(), last.lastIndex()), "an opened log repeats them as well");
    }

    @Test
    void manyLargeBasesFitTheHeadOfASegment() throws Exception {
        LogFixture fixture = LogFixture.settled(storage, 2048);
        Configuration large = Configuration.of(java.util.stream.LongStream.rangeClosed(1, 60).toArray());
        for (long group = 1; group <= 20; group++) {
            fixture.append(group, VOTED, new LogBase(group, 1, large, 1), true);
            fixture.log.flush();
            storage.completeAll();
        }
        for (int i = 2; i < 12; i++) {
            fixture.force(1, null, entry(i, 3, 600));
        }
        LogFixture again = LogFixture.settled(storage.crash((file, sector) -> false), 2048);
        assertEquals(11, again.recovered(1).lastIndex());
        for (long group = 2; group <= 20; group++) {
            assertEquals(new Recovered(VOTED, new LogBase(group, 1, large, 1), List.of()), again.recovered(group));
        }
    }
}
