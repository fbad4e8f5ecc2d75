package io.keelson.node.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a disk gives back is an intact record or none; under a checksum made right as well. */
class RecordCodecFuzzTest {
    private static final long SEQUENCE = 3;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.bytes().array(byte[].class).ofMaxSize(100), RecordCodecFuzzTest::record);
    }

    private static byte[] record(byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(RecordCodec.padded(body.length));
        RecordCodec codec = new RecordCodec();
        RecordCodec.begin(out, LogRecord.Kind.ENTRY, 1, 2, 3, 4, 5);
        codec.end(out.put(body), 0, 2);
        codec.seal(out, 0, Position.of(SEQUENCE, 0), 6);
        return out.array();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        RecordCodec codec = new RecordCodec();
        Fuzzing.bounded(input.length, () -> read(codec, ByteBuffer.wrap(input)));
        if (input.length >= RecordCodec.HEADER) {
            ByteBuffer sealed = ByteBuffer.wrap(Arrays.copyOf(input, input.length + RecordCodec.ALIGNMENT));
            int length = sealed.getInt(2 * Integer.BYTES);
            if (length >= RecordCodec.HEADER && length <= input.length) {
                codec.end(sealed.position(length), 0, 2);
                sealed.position(0);
                codec.seal(sealed, 0, Position.of(SEQUENCE, 0), 6);
                Fuzzing.bounded(input.length, () -> read(codec, sealed));
            }
        }
    }

    private static void read(RecordCodec codec, ByteBuffer bytes) {
        LogRecord record = codec.read(bytes, SEQUENCE, 0);
        assertTrue(record == null || record.length() >= RecordCodec.HEADER && (!record.isIntact() || record.body().remaining() <= bytes.remaining()));
    }
}
