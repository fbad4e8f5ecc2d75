package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.LogBase;
import io.keelson.node.GroupSettings;
import io.keelson.node.MemberInfo;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.node.snapshot.SnapshotStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of snapshots: made of a running node, looked at, damaged, and begun from. */
class SnapshotCopiesTest {
    /** The last command. */
    private static final class Last implements StateMachine {
        private String value = "";

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            value = command.toUtf8();
            return command;
        }

        @Override
        public Snapshot snapshot() {
            return Snapshot.of(List.of(Bytes.utf8(value)));
        }

        @Override
        public SnapshotRestore restore() {
            return record -> value = record.toUtf8();
        }
    }

    @TempDir
    Path folder;

    private static RunningNode start(long cluster, Path directory) throws Exception {
        GroupSettings group = new GroupSettings(1, Configuration.of(1), new Last());
        return RunningNode.start(
                new RunningNodeSettings(
                        NodeSettings.of(cluster, 1), directory, new InetSocketAddress("127.0.0.1", 0), new TreeMap<>(), List.of(group)),
                oneLine -> {
                    throw new AssertionError(oneLine);
                });
    }

    private static void put(RunningNode node, long session, long sequence, String value) throws Exception {
        Outcome<Bytes> outcome;
        do {
            outcome = node.propose(1, session, sequence, Bytes.utf8(value)).get(1, TimeUnit.MINUTES);
        } while (outcome instanceof Outcome.NotApplied);
        assertTrue(outcome instanceof Outcome.Done, outcome::toString);
    }

    private static long open(RunningNode node) throws Exception {
        Outcome<Long> opened;
        do {
            opened = node.openSession(1, 3_600_000).get(1, TimeUnit.MINUTES);
        } while (opened instanceof Outcome.NotApplied);
        return ((Outcome.Done<Long>) opened).value();
    }

    private static byte[] copyOf(RunningNode node) throws Exception {
        SnapshotStream stream = node.inspect(hosting -> hosting.export(1)).get(1, TimeUnit.MINUTES);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        for (byte[] part = stream.next(); part != null; part = stream.next()) {
            copy.write(part);
        }
        return copy.toByteArray();
    }

    @Test
    void aNewClusterBeginsWithWhatWasCopiedAndItsSessionsGoOn() throws Exception {
        Path file = folder.resolve("copy");
        long session;
        try (RunningNode node = start(5, folder.resolve("old"))) {
            session = open(node);
            put(node, session, 1, "first");
            put(node, session, 2, "kept");
            node.rememberMember(1, 7, new MemberInfo("seven", "127.0.0.1:7", List.of()), false).get(1, TimeUnit.MINUTES);
            Files.write(file, copyOf(node));
        }
        SnapshotManifest manifest = SnapshotCopies.verify(file);
        assertEquals(5, manifest.cluster());
        assertEquals(manifest, SnapshotCopies.inspect(file));
        assertEquals(32, Files.size(file) % 512);

        assertEquals(manifest, SnapshotCopies.restore(file, folder.resolve("new"), 1, 6, 1, Configuration.of(1)));
        assertFalse(Files.exists(folder.resolve("new.unfinished")));
        try (RunningNode node = start(6, folder.resolve("new"))) {
            assertEquals("kept", value(node));
            put(node, session, 2, "not again");
            assertEquals("kept", value(node), "the copied session has had that command");
            put(node, session, 3, "on");
            assertEquals("on", value(node));
            assertTrue(node.inspect(hosting -> hosting.members().known(1).contexts().isEmpty()).get(1, TimeUnit.MINUTES), "members of the old cluster are forgotten");
            assertTrue(node.inspect(hosting -> hosting.members().known(1).lastId() >= 7).get(1, TimeUnit.MINUTES), "but their ids are not given away");
        }
        IOException used = assertThrows(IOException.class, () -> SnapshotCopies.restore(file, folder.resolve("new"), 1, 6, 1, Configuration.of(1)));
        assertTrue(used.getMessage().endsWith("is not empty; choose a directory for the new member"), used.getMessage());
    }

    private static String value(RunningNode node) throws Exception {
        return ((Outcome.Done<String>) node.read(1, ReadConsistency.LOCAL, machine -> ((Last) machine).value).get(1, TimeUnit.MINUTES)).value();
    }

    @Test
    void anyByteThatIsNotAsItWasIsFound() throws Exception {
        byte[] copy;
        try (RunningNode node = start(5, folder.resolve("old"))) {
            put(node, open(node), 1, "some value");
            copy = copyOf(node);
        }
        Path file = folder.resolve("copy");
        for (int at = 0; at < copy.length; at++) {
            byte[] damaged = copy.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            int position = at;
            assertThrows(DamagedSnapshotException.class, () -> SnapshotCopies.verify(file), () -> "byte " + position + " of " + copy.length);
        }
        for (int length : new int[] {0, 1, 39, 40, 511, 512, copy.length - 512, copy.length - 32, copy.length - 1}) {
            Files.write(file, Arrays.copyOf(copy, Math.max(0, length)));
            assertThrows(DamagedSnapshotException.class, () -> SnapshotCopies.verify(file), () -> "cut to " + length);
            assertThrows(
                    DamagedSnapshotException.class, () -> SnapshotCopies.restore(file, folder.resolve("never"), 1, 6, 1, Configuration.of(1)), () -> "cut to " + length);
        }
        assertFalse(Files.exists(folder.resolve("never")));
        Files.write(file, copy);
        assertArrayEquals(copy, Files.readAllBytes(file));
        SnapshotCopies.verify(file);
    }

    @Test
    void recordsThatNoNodeMakesAreFoundUnderTheRightChecksums() throws Exception {
        Path file = folder.resolve("made by hand");
        LogBase base = new LogBase(7, 3, Configuration.of(1), 0);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (SnapshotStream stream = new SnapshotStream(Snapshot.of(List.of(Bytes.utf8("no head"))), 5, 1, base, 4096, () -> true)) {
            for (byte[] part = stream.next(); part != null; part = stream.next()) {
                copy.write(part);
            }
        }
        Files.write(file, copy.toByteArray());
        assertThrows(DamagedSnapshotException.class, () -> SnapshotCopies.verify(file));
        assertThrows(DamagedSnapshotException.class, () -> SnapshotCopies.restore(file, folder.resolve("never"), 1, 6, 1, Configuration.of(1)));
        assertFalse(Files.exists(folder.resolve("never")));
    }
}
