package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a snapshot of the store come from another member, or from a copy that somebody hands in. */
class KvSnapshotFuzzTest {
    private static final int MOST_COMMANDS = 10;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(KvArbitraries.commands().list().ofMaxSize(MOST_COMMANDS), KvSnapshotFuzzTest::after);
    }

    private static byte[] after(List<KvCommand> commands) {
        try (KvStateMachine machine = machine()) {
            Kv kv = new Kv(machine);
            commands.forEach(kv::apply);
            return records(machine);
        }
    }

    private static KvStateMachine machine() {
        return new KvStateMachine(new HeapRevisionStore(), new Quota(Quota.DEFAULT_BYTES));
    }

    private static byte[] records(KvStateMachine machine) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Snapshot snapshot = machine.snapshot()) {
            for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
                out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(record.length()).array());
                out.writeBytes(record.shared());
            }
        }
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyRecords(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            try (KvStateMachine machine = machine()) {
                RecordUnpacker unpacker = new RecordUnpacker(machine.restore(), input.length);
                unpacker.accept(input);
                unpacker.end();
                assertEquals(input.length, records(machine).length);
            } catch (DamagedSnapshotException refused) {
                // What the contract names.
            }
        });
    }
}
