package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Payload;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads as they stand in frames and in the log: one may be followed by others. */
class PayloadCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(FrameArbitraries.payloads(), PayloadCodecFuzzTest::encoded);
    }

    private static byte[] encoded(Payload payload) {
        ByteBuffer out = ByteBuffer.allocate(PayloadCodec.size(payload));
        PayloadCodec.encode(payload, out);
        return out.array();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            ByteBuffer in = ByteBuffer.wrap(input);
            try {
                byte[] again = encoded(PayloadCodec.decode(in));
                assertEquals(ByteBuffer.wrap(input, 0, in.position()), ByteBuffer.wrap(again));
            } catch (MalformedFrameException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
