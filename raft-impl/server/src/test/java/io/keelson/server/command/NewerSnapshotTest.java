package io.keelson.server.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.LogBase;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.Snapshot;
import io.keelson.node.session.SessionMachine;
import io.keelson.node.snapshot.CopyEnding;
import io.keelson.node.snapshot.SnapshotStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that a newer version has made is not called damaged: it is left as it is, and whoever looks is told to run a newer version. */
class NewerSnapshotTest {
    private static final int UNREADABLE = 2;
    /** Of the manifest's trailer: length, checksum, magic. */
    private static final int TRAILER = 16;

    @TempDir
    Path folder;

    private static byte[] copyOf(Snapshot records) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (SnapshotStream stream = new SnapshotStream(records, 5, 1, new LogBase(7, 3, Configuration.of(1), 0), 4096, () -> true)) {
            for (byte[] part = stream.next(); part != null; part = stream.next()) {
                copy.writeBytes(part);
            }
        }
        return copy.toByteArray();
    }

    private static List<Bytes> recordsOfAnEmptyStore() {
        List<Bytes> records = new ArrayList<>();
        Snapshot snapshot = new SessionMachine(KvStateMachine.inHeap()).snapshot();
        for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
            records.add(record);
        }
        return records;
    }

    /** A copy in which the first byte of a record, its format, is this. */
    private static byte[] withFormat(int record, int format) {
        List<Bytes> records = recordsOfAnEmptyStore();
        byte[] changed = records.get(record).shared().clone();
        changed[0] = (byte) format;
        records.set(record, Bytes.wrap(changed));
        return copyOf(Snapshot.of(records));
    }

    /** A member's file whose manifest has another format, under its right checksum. */
    private static byte[] withManifestFormat(int format) {
        ByteBuffer copy = ByteBuffer.wrap(copyOf(Snapshot.of(recordsOfAnEmptyStore())));
        int end = (int) copy.getLong((int) CopyEnding.lengthAt(copy.capacity()));
        int length = copy.getInt(end - TRAILER);
        int begin = end - TRAILER - length;
        copy.putInt(begin, format);
        CRC32C crc = new CRC32C();
        crc.update(copy.slice(begin, length));
        copy.putInt(end - TRAILER + Integer.BYTES, (int) crc.getValue());
        byte[] file = new byte[end];
        copy.get(0, file);
        return file;
    }

    private void refused(byte[] content, String what, List<String> by) throws IOException {
        Path file = Files.write(folder.resolve("copy"), content);
        Path target = folder.resolve("new");
        for (String command : by) {
            List<Object> words = new ArrayList<>(List.of(command, file));
            if (command.equals("restore")) {
                words.addAll(List.of("--data-dir", target, "--member-id", 1, "--cluster-id", 9, "--members", 1));
            }
            String said = CommandFailuresTest.failing(UNREADABLE, new SnapshotCommand(), words.toArray());
            assertEquals("snapshot " + command + ": " + file + " can't be read: " + what + "; run a newer version", said);
        }
        assertArrayEquals(content, Files.readAllBytes(file));
        assertFalse(Files.exists(target) || Files.exists(folder.resolve("new.unfinished")));
    }

    @Test
    void ofANewerFormat() throws Exception {
        refused(withManifestFormat(2), "it has format 2, this version reads 1", List.of("inspect", "verify", "restore"));
    }

    @Test
    void whoseSessionsHaveANewerFormat() throws Exception {
        refused(withFormat(0, 3), "the sessions' part has format 3, this version reads 2", List.of("verify", "restore"));
    }

    @Test
    void whoseStoreHasANewerFormat() throws Exception {
        int store = recordsOfAnEmptyStore().size() - 1;
        refused(withFormat(store, 2), "the store's part has format 2, this version reads 1", List.of("verify", "restore"));
    }

    @Test
    void aFormatThatThereNeverWasIsDamage() throws Exception {
        Path file = Files.write(folder.resolve("copy"), withManifestFormat(0));
        assertEquals("snapshot inspect: " + file + " is damaged: it has format 0, which there never was", CommandFailuresTest.failing(1, new SnapshotCommand(), "inspect", file));
    }
}
