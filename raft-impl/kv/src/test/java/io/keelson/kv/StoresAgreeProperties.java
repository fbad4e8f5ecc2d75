package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.keelson.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** The off-heap store is the plain map: same answers, same contents, full at the same command. */
final class StoresAgreeProperties {
    private static final long SMALL_QUOTA = 20_000;

    @Provide
    Arbitrary<List<KvCommand>> commandLists() {
        return KvArbitraries.commands().list().ofMaxSize(40);
    }

    @Property(tries = 150)
    void theSameCommandsHaveTheSameAnswers(@ForAll("commandLists") List<KvCommand> commands) {
        Quota quota = new Quota(SMALL_QUOTA);
        try (KvStateMachine heap = new KvStateMachine(new HeapRevisionStore(), new Quota(SMALL_QUOTA));
                KvStateMachine offHeap = new KvStateMachine(ChronicleRevisionStore.inMemory(quota), quota)) {
            Kv inHeap = new Kv(heap);
            Kv outside = new Kv(offHeap);
            for (KvCommand command : commands) {
                assertEquals(inHeap.apply(command), outside.apply(command));
            }
            assertEquals(heap.stateHash(), offHeap.stateHash());
            assertEquals(heap.historyHash(), offHeap.historyHash());
            RangeRequest everything = RangeRequest.of(Bytes.utf8("\0"), Bytes.utf8("\0"));
            for (long revision = 1; revision <= heap.revision(); revision++) {
                assertEquals(heap.query(everything.at(revision)), offHeap.query(everything.at(revision)));
            }
        }
    }

    /** Whatever is put, asked for and removed, in whatever order, near or far: the store is a plain map. */
    @Property(tries = 300)
    void theStoreInTheHeapIsAMap(@ForAll List<@IntRange(max = 399) Integer> touched) {
        try (RevisionStore store = new HeapRevisionStore()) {
            TreeMap<Revision, byte[]> map = new TreeMap<>();
            for (int touch : touched) {
                Revision revision = new Revision(2L + touch % 40 * (touch % 3 == 0 ? 1_000_000_007L : 1), touch / 100);
                if (map.containsKey(revision)) {
                    store.remove(revision);
                    map.remove(revision);
                } else {
                    byte[] record = {(byte) touch};
                    store.put(revision, record);
                    map.put(revision, record);
                }
                assertSame(map.get(revision), store.get(revision));
            }
            for (int sub = 0; sub < 5; sub++) {
                for (long main = 0; main < 45; main++) {
                    assertSame(map.get(new Revision(main, sub)), store.get(new Revision(main, sub)));
                }
            }
            map.forEach((revision, record) -> assertSame(record, store.get(revision)));
            store.clear();
            map.keySet().forEach(revision -> assertNull(store.get(revision)));
        }
    }

    /** Whatever the lengths of the records, the map has room for all that the quota lets in. */
    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void theQuotaIsFullBeforeTheMapIs(
            @ForAll @IntRange(min = 10, max = 2_000) int kibibytes, @ForAll @IntRange(min = 0, max = 14) int magnitude) {
        Quota quota = new Quota(kibibytes * 1024L);
        byte[] record = new byte[KeyValueCodec.LEAST_BYTES + 1 + (1 << magnitude)];
        try (RevisionStore store = ChronicleRevisionStore.inMemory(quota)) {
            long charge = Quota.charge(record.length);
            long main = 1;
            while (quota.hasRoomFor(charge)) {
                quota.take(charge);
                main++;
                store.put(new Revision(main, 0), record);
            }
            if (main > 1) {
                assertArrayEquals(record, store.get(new Revision(main, 0)));
            }
        }
    }

    @Example
    void aRecordOfManyPagesComesBackAndGoes() {
        try (RevisionStore store = ChronicleRevisionStore.inMemory(new Quota(1 << 20))) {
            byte[] record = new byte[100_000];
            for (int i = 0; i < record.length; i++) {
                record[i] = (byte) (i / 251);
            }
            Revision revision = new Revision(2, 0);
            store.put(revision, record);
            assertArrayEquals(record, store.get(revision));
            store.remove(revision);
            assertNull(store.get(revision));
        }
    }

    @Example
    void aMappedFileOfAnInterruptedProcessIsNeverRead() throws IOException {
        Path file = Files.createTempFile("revisions", ".dat");
        Quota quota = new Quota(SMALL_QUOTA);
        Revision revision = new Revision(2, 0);
        Path left = file.resolveSibling(file.getFileName() + ".left");
        try (RevisionStore store = ChronicleRevisionStore.inFile(file, quota)) {
            store.put(revision, new byte[] {1});
            Files.copy(file, left);
        }
        assertFalse(Files.exists(file), "closing deletes it");
        try (RevisionStore store = ChronicleRevisionStore.inFile(left, quota)) {
            assertNull(store.get(revision));
        }
    }

    @AfterProperty
    void freeOffHeapMemory() {
        System.gc();
    }
}
