package io.keelson.node.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import io.keelson.node.Fuzzing;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a snapshot, whatever is in them and however many there are. */
class SessionSnapshotFuzzTest {
    private static final int SESSIONS = 5;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.bytes().between((byte) 0, (byte) SESSIONS), SessionSnapshotFuzzTest::snapshot);
    }

    private static byte[] snapshot(byte sessions) {
        SessionMachine machine = new SessionMachine(new Emptiness());
        for (long session = 1; session <= sessions; session++) {
            machine.sessions().open(session, session, 0);
            machine.sessions().record(session, 1, 1, Bytes.utf8("answer"), 0);
        }
        var snapshot = machine.snapshot();
        List<Bytes> records = new ArrayList<>();
        int size = 0;
        for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
            records.add(record);
            size += Integer.BYTES + record.length();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        records.forEach(record -> out.putInt(record.length()).put(record.shared()));
        return out.array();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyRecords(byte[] input) {
        Fuzzing.bounded(input.length, () -> unpack(input, new SessionMachine(new Emptiness()).restore()));
        Fuzzing.bounded(input.length, () -> unpack(input, new NewCluster(1)::record));
    }

    private static void unpack(byte[] input, SnapshotRestore target) {
        RecordUnpacker unpacker = new RecordUnpacker(target, input.length);
        try {
            unpacker.accept(input);
            unpacker.end();
        } catch (DamagedSnapshotException refused) {
            // What the contract names.
        }
    }
}
