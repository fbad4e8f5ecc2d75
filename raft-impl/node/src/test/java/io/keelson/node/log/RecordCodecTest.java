package io.keelson.node.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A record is intact only whole, and only in its place. */
class RecordCodecTest {
    private static final long PLACE = Position.of(3, 64);

    private final RecordCodec codec = new RecordCodec();

    private ByteBuffer sealed() {
        ByteBuffer bytes = ByteBuffer.allocate(1024).position(64);
        RecordCodec.begin(bytes, LogRecord.Kind.ENTRY, 5, 6, 7, 8, 9);
        bytes.put(new byte[] {1, 2, 3});
        RecordCodec.end(bytes, 64);
        assertEquals(64, codec.seal(bytes, 64, PLACE, 11));
        return bytes.clear();
    }

    @Test
    void whatIsSealedIsRead() {
        LogRecord read = codec.read(sealed(), 3, 64);
        assertEquals(new LogRecord(LogRecord.Kind.ENTRY, 64, 5, 11, 6, 7, 8, 9, ByteBuffer.wrap(new byte[] {1, 2, 3})), read);
    }

    @Test
    void inAnotherPlaceItIsNotIntact() {
        ByteBuffer bytes = sealed();
        assertNull(codec.read(bytes, 4, 64), "another segment");
        ByteBuffer moved = ByteBuffer.allocate(1024).put(128, bytes, 64, 64);
        assertNull(codec.read(moved, 3, 128), "another offset");
    }

    @Test
    void cutShortOrWithALengthBeyondTheSegmentItIsNotIntact() {
        for (int limit = 0; limit < 64 + RecordCodec.HEADER + 3; limit++) {
            assertNull(codec.read(sealed().limit(limit), 3, 64), "limit " + limit);
        }
        assertNull(codec.read(sealed().putInt(68, Integer.MAX_VALUE), 3, 64));
        assertNull(codec.read(sealed().putInt(68, -1), 3, 64));
    }
}
