package io.keelson.node.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Configuration;
import io.keelson.core.LogBase;
import io.keelson.node.Fuzzing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a file that somebody says is a snapshot; under a checksum made right, since whoever makes a file can make that too. */
class SnapshotFormatFuzzTest {
    private static final int CHUNK_BYTES = 100;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.integers().between(1, 1_000), SnapshotFormatFuzzTest::manifest);
    }

    private static byte[] manifest(int chunks) {
        LogBase base = new LogBase(7, 3, Configuration.of(1, 2, 2 + chunks), chunks);
        ByteBuffer whole = SnapshotFormat.manifest(new SnapshotManifest(5, 1, base, CHUNK_BYTES, (long) chunks * CHUNK_BYTES, 9));
        byte[] withoutTrailer = new byte[whole.remaining() - SnapshotFormat.TRAILER];
        whole.get(withoutTrailer);
        return withoutTrailer;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        CRC32C crc = new CRC32C();
        crc.update(input);
        ByteBuffer trailer = ByteBuffer.allocate(SnapshotFormat.TRAILER).putInt(0, input.length).putInt(Integer.BYTES, (int) crc.getValue());
        Fuzzing.bounded(input.length, () -> {
            try {
                SnapshotManifest read = SnapshotFormat.manifest(ByteBuffer.wrap(input), trailer);
                assertEquals(ByteBuffer.wrap(input), SnapshotFormat.manifest(read).limit(input.length));
            } catch (DamagedSnapshotException refused) {
                // What the decoder's contract names.
            }
        });
    }
}
