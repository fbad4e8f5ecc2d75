package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers come from another member when a command was forwarded to it. */
class ResultCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(
                KvArbitraries.commands(), command -> Kv.inHeap().applyRaw(CommandCodec.encode(command)).toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            try {
                assertEquals(Bytes.wrap(input), ResultCodec.encode(ResultCodec.decode(Bytes.wrap(input.clone()))));
            } catch (MalformedException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
