package io.keelson.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import io.keelson.node.Fuzzing;
import io.keelson.node.snapshot.DamagedSnapshotException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of members is a record of a snapshot, and comes from another member as it is. */
class MemberTableFuzzTest {
    private static final int MEMBERS = 20;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.bytes().array(byte[].class).ofMaxSize(MEMBERS), bytes -> table(bytes).encode().toArray());
    }

    private static MemberTable table(byte[] known) {
        MemberTable table = new MemberTable();
        for (int i = 0; i < known.length; i++) {
            table.set(i + 1, Bytes.utf8("member".repeat(Math.abs(known[i]) % 3)));
            if (known[i] < 0) {
                table.forget(i + 1);
            }
        }
        return table;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            MemberTable table = new MemberTable();
            try {
                table.decode(Bytes.wrap(input));
            } catch (DamagedSnapshotException refused) {
                return;
            }
            assertEquals(Bytes.wrap(input), table.encode());
        });
    }
}
