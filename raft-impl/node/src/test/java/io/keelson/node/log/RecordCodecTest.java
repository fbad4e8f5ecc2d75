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
        codec.belongTo(6);
        RecordCodec.begin(bytes, LogRecord.Kind.ENTRY, 5, 77, 7, 8, 9);
        bytes.put(new byte[] {1, 2, 3});
        codec.end(bytes, 64, 6);
        assertEquals(64, codec.seal(bytes, 64, PLACE, 11));
        return bytes.clear();
    }

    @Test
    void whatIsSealedIsRead() {
        LogRecord read = codec.read(sealed(), 3, 64);
        assertEquals(new LogRecord(LogRecord.Kind.ENTRY, 64, 6, 5, 11, 77, 7, 8, 9, ByteBuffer.wrap(new byte[] {1, 2, 3})), read);
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
        assertNull(codec.read(sealed().putInt(72, Integer.MAX_VALUE), 3, 64));
        assertNull(codec.read(sealed().putInt(72, -1), 3, 64));
    }

    @Test
    void inAnotherDirectoryItIsNotIntactUnlessItSaysWhoseTheDirectoryIs() {
        ByteBuffer bytes = sealed();
        codec.belongTo(7);
        assertNull(codec.read(bytes, 3, 64));
        ByteBuffer head = ByteBuffer.allocate(64);
        RecordCodec.begin(head, LogRecord.Kind.HEAD, 1, 0, 0, 0, 0);
        codec.end(head, 0, 0);
        codec.seal(head, 0, PLACE, 0);
        assertEquals(LogRecord.Kind.HEAD, new RecordCodec().read(ByteBuffer.allocate(128).put(64, head, 0, 64), 3, 64).kind());
    }

    @Test
    void ofADamagedBodyTheHeaderIsStillKnown() {
        ByteBuffer bytes = sealed();
        for (int at = 64; at < 127; at++) {
            bytes.put(at, (byte) (bytes.get(at) ^ 4));
            LogRecord read = codec.read(bytes, 3, 64);
            if (at < 64 + RecordCodec.HEADER) {
                assertNull(read, "byte " + at);
            } else {
                assertEquals(new LogRecord(LogRecord.Kind.ENTRY, 64, 6, 5, 11, 77, 7, 8, 9, null), read, "byte " + at);
            }
            bytes.put(at, (byte) (bytes.get(at) ^ 4));
        }
    }
}
