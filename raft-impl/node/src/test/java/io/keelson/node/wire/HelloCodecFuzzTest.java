package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger can say first. */
class HelloCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(
                Arbitraries.longs().between(1, Long.MAX_VALUE), n -> HelloCodec.encode(new Hello(n, n, -n, 1, (int) (n & 0x7ff) + 1)).array());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            try {
                assertEquals(ByteBuffer.wrap(input), HelloCodec.encode(HelloCodec.decode(ByteBuffer.wrap(input))));
            } catch (MalformedFrameException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
