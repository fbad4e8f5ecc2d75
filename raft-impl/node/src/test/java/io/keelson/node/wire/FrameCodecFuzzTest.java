package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are one frame or a {@link MalformedFrameException}; under a checksum made right as well, since a fuzzer can't guess one. */
class FrameCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(FrameArbitraries.frames(), frame -> FrameCodec.encode(frame).array());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> decode(ByteBuffer.wrap(input)));
        if (input.length >= FrameCodec.OVERHEAD) {
            ByteBuffer sealed = ByteBuffer.wrap(input.clone());
            CRC32C crc = new CRC32C();
            crc.update(input, 0, input.length - Integer.BYTES);
            sealed.putInt(input.length - Integer.BYTES, (int) crc.getValue());
            Fuzzing.bounded(input.length, () -> decode(sealed));
        }
    }

    private static void decode(ByteBuffer bytes) {
        try {
            assertEquals(bytes, FrameCodec.encode(FrameCodec.decode(bytes.duplicate())), "a frame has exactly one encoding");
        } catch (MalformedFrameException refused) {
            // What the decoder's contract names.
        }
    }
}
