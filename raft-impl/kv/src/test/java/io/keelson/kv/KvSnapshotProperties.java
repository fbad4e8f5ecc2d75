package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.snapshot.DamagedSnapshotException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** A store that was restored is the store that the snapshot was taken of, byte by byte, whatever either of them did meanwhile. */
final class KvSnapshotProperties {
    private static final long SMALL_QUOTA = 20_000;

    @Provide
    Arbitrary<List<KvCommand>> commandLists() {
        return KvArbitraries.commands().list().ofMaxSize(25);
    }

    @Property(tries = 60)
    void whatComesAfterThePinIsNotInIt(
            @ForAll("commandLists") List<KvCommand> before,
            @ForAll("commandLists") List<KvCommand> meanwhile,
            @ForAll("commandLists") List<KvCommand> elsewhere,
            @ForAll("commandLists") List<KvCommand> afterwards)
            throws DamagedSnapshotException {
        Quota quota = new Quota(SMALL_QUOTA);
        try (KvStateMachine taken = new KvStateMachine(new HeapRevisionStore(), new Quota(SMALL_QUOTA));
                KvStateMachine restored = new KvStateMachine(ChronicleRevisionStore.inMemory(quota), quota)) {
            Kv source = new Kv(taken);
            before.forEach(source::apply);
            long stateHash = taken.stateHash();
            long historyHash = taken.historyHash();
            long used = taken.quota().used();
            List<Bytes> whole = records(taken.snapshot());
            List<Bytes> records = inTurns(taken, source, meanwhile);
            assertEquals(whole, records, "equal stores have equal snapshots");

            Kv target = new Kv(restored);
            elsewhere.forEach(target::apply);
            SnapshotRestore restore = restored.restore();
            for (Bytes record : records) {
                restore.accept(record);
            }
            restore.finish();
            assertEquals(stateHash, restored.stateHash());
            assertEquals(historyHash, restored.historyHash());
            assertEquals(used, restored.quota().used());

            for (List<KvCommand> commands : List.of(meanwhile, afterwards)) {
                for (KvCommand command : commands) {
                    KvResult there = target.apply(command);
                    if (commands == afterwards) {
                        assertEquals(source.apply(command), there);
                    }
                }
            }
            assertEquals(taken.stateHash(), restored.stateHash());
            assertEquals(taken.historyHash(), restored.historyHash());
        }
    }

    /** A record, a command, a record, a command. */
    private static List<Bytes> inTurns(KvStateMachine machine, Kv source, List<KvCommand> meanwhile) {
        List<Bytes> records = new ArrayList<>();
        List<KvCommand> left = new ArrayList<>(meanwhile);
        try (Snapshot snapshot = machine.snapshot()) {
            for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
                records.add(record);
                if (!left.isEmpty()) {
                    source.apply(left.remove(0));
                }
            }
        }
        left.forEach(source::apply);
        return records;
    }

    private static List<Bytes> records(Snapshot snapshot) {
        List<Bytes> records = new ArrayList<>();
        for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
            records.add(record);
        }
        snapshot.close();
        return records;
    }

    @AfterProperty
    void freeOffHeapMemory() {
        System.gc();
    }
}
