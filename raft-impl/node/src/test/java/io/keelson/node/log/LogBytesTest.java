package io.keelson.node.log;

import static io.keelson.node.log.LogFixture.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever breaks a log on purpose finds in what it writes what it writes there. */
class LogBytesTest {
    private final MemoryStorage storage = new MemoryStorage();
    private LogFixture fixture;
    private int end;

    @BeforeEach
    void begin() throws Exception {
        fixture = LogFixture.settled(storage);
        fixture.force(1, null, entry(1, 1, 9));
        batch();
    }

    /** What has been written since it was last asked for. */
    private ByteBuffer batch() {
        byte[] segment = storage.content(Position.fileName(1));
        int from = RecordCodec.alignUp(end, RecordCodec.SECTOR);
        end = LogFixture.end(segment, 1);
        return ByteBuffer.wrap(segment, from, end - from);
    }

    private void expect(boolean votes, boolean truncates) {
        ByteBuffer written = batch();
        assertEquals(votes, LogBytes.tellOfVotes(written), "votes");
        assertEquals(truncates, LogBytes.truncate(written), "truncates");
    }

    private void force(HardState state, Entry... entries) {
        fixture.force(1, state, entries);
    }

    @Test
    void entriesThatFollowTheLastOneAreNeither() {
        force(null, entry(2, 1, 9));
        expect(false, false);
    }

    @Test
    void aVoteIsToldOfWhereItIsNoted() {
        force(new HardState(3, 2));
        expect(true, false);
        force(null, entry(2, 3, 9));
        expect(false, false);
    }

    @Test
    void anEntryInThePlaceOfAnotherTruncates() {
        force(null, entry(2, 1, 9), entry(3, 1, 9));
        batch();
        force(new HardState(4, 0), entry(2, 4, 9));
        expect(true, true);
    }

    @Test
    void aBaseTruncatesOnlyIfItDropsWhatFollows() {
        fixture.append(1, null, new LogBase(1, 1, LogFixture.INITIAL, 1), false);
        fixture.log.flush();
        storage.completeAll();
        expect(false, false);
        fixture.append(1, null, new LogBase(9, 1, LogFixture.INITIAL, 1), true);
        fixture.log.flush();
        storage.completeAll();
        expect(false, true);
    }
}
