package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** What a member can say first of which nobody has heard. */
class IntroductionCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(
                Arbitraries.longs().between(1, 0xffff), port -> IntroductionCodec.encode(new Introduction("h\u00f6st".repeat((int) (port % 50)), (int) port.longValue())).array());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            try {
                assertEquals(ByteBuffer.wrap(input), IntroductionCodec.encode(IntroductionCodec.decode(ByteBuffer.wrap(input))));
            } catch (MalformedFrameException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
