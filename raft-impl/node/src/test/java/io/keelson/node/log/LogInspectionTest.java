package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.HardState;
import io.keelson.node.NodeOpenException;
import io.keelson.node.log.LogInspection.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator is told what a log holds, and nothing is changed by it. */
class LogInspectionTest {
    private static final String FIRST = Position.fileName(1);

    private final List<String> records = new ArrayList<>();

    private static LogFixture used() throws NodeOpenException {
        LogFixture fixture = LogFixture.settled(new MemoryStorage());
        fixture.force(1, new HardState(3, 2), entry(1, 3, 100), entry(2, 3, 100));
        fixture.force(1, null, entry(3, 3, 100));
        return fixture;
    }

    private LogInspection inspect(MemoryStorage storage) {
        int writes = storage.writes();
        LogInspection found = LogInspection.of(storage, records::add);
        assertEquals(writes, storage.writes());
        return found;
    }

    @Test
    void aSoundLogIsToldRecordByRecord() throws Exception {
        LogInspection found = inspect(used().storage);
        assertEquals(Verdict.SOUND, found.verdict(), found.findings().toString());
        assertEquals(List.of(), found.findings());
        assertTrue(found.summary().contains("group 1: term 3, voted for 2, base 0, last index 3"), found.summary().toString());
        assertEquals("file log-0000000001, offset 0  #1 HEAD begins a run of 0 groups, all of them, 96 bytes", records.get(0));
        assertTrue(records.stream().anyMatch(line -> line.contains(" ENTRY group 1, index 3, term 3, ")), records.toString());
    }

    @Test
    void aDamagedLogIsToldWithPlaceAndCost() throws Exception {
        LogFixture fixture = used();
        fixture.storage.damage(FIRST, RecordCodec.SECTOR + 250, 1);
        LogInspection found = inspect(fixture.storage);
        assertEquals(Verdict.DAMAGED, found.verdict());
        assertTrue(found.findings().get(0).startsWith("the log is damaged: file log-0000000001, offset "), found.findings().toString());
        assertTrue(found.findings().get(1).startsWith("group 1 has lost its log from index "), found.findings().toString());
        assertThrows(NodeOpenException.class, () -> LogInspection.cutTornTail(fixture.storage, failure -> {}));
        assertEquals(0, fixture.storage.underWay(), "a damaged log is left as it is");
    }

    @Test
    void whatCantBeReadIsNotCalledSound() throws Exception {
        assertEquals(Verdict.UNREADABLE, inspect(new MemoryStorage()).verdict());
        MemoryStorage broken = used().storage;
        broken.failReads();
        assertEquals(Verdict.UNREADABLE, inspect(broken).verdict());
    }

    @Test
    void aTornTailIsCutAndNothingElse() throws Exception {
        LogFixture fixture = used();
        fixture.write(1, null, entry(4, 3, 700), entry(5, 4, 700));
        int torn = Position.offset(new Reading(fixture.storage).end()) / RecordCodec.SECTOR - 2;
        MemoryStorage storage = fixture.storage.crash((file, sector) -> sector != torn);
        LogInspection before = inspect(storage);
        assertEquals(Verdict.SOUND, before.verdict());
        assertTrue(before.summary().get(before.summary().size() - 1).startsWith("a torn tail of "), before.summary().toString());
        long end = new Reading(storage).end();
        LogInspection.cutTornTail(storage, failure -> assertEquals(null, failure));
        storage.completeAll();
        MemoryStorage after = storage.crash((file, sector) -> false);
        assertEquals(end, new Reading(after).end());
        assertTrue(inspect(after).summary().stream().noneMatch(line -> line.startsWith("a torn tail")));
        assertTrue(LogFixture.settled(after).recovered(1).lastIndex() >= 3);
    }

    /** Where a log ends. */
    private record Reading(MemoryStorage storage) {
        long end() throws NodeOpenException {
            LogReader read = new LogReader(storage);
            read.read();
            return read.end();
        }
    }
}
