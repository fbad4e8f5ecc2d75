package io.keelson.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import io.keelson.node.Fuzzing;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** A forwarded command's envelope comes from another member as it is. */
class CommandEnvelopeFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.bytes().array(byte[].class).ofMaxSize(100), bytes -> CommandEnvelope.inSession(7, bytes.length, Bytes.wrap(bytes))
                .encode()
                .toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            CommandEnvelope envelope = CommandEnvelope.decode(Bytes.wrap(input.clone()));
            if (envelope != null) {
                assertEquals(Bytes.wrap(input), envelope.encode());
            }
        });
    }
}
