package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a revision store. */
class KeyValueCodecFuzzTest {
    static List<byte[]> seeds() {
        return Fuzzing.seeds(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(100),
                bytes -> KeyValueCodec.toRecord(new KeyValue(Bytes.wrap(bytes), 1, 2, 3, Bytes.wrap(bytes), 4)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            ByteReader in = new ByteReader(input);
            try {
                KeyValue keyValue = KeyValueCodec.read(in);
                in.end();
                assertArrayEquals(input, KeyValueCodec.toRecord(keyValue));
            } catch (MalformedException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
