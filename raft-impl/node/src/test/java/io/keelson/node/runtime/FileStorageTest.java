package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This thread plays the node's: completions reach it through a queue. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileStorageTest {
    /** Every write to this device finds the disk full. */
    private static final Path FULL_DISK = Path.of("/dev/full");

    @TempDir
    Path parent;

    private final LinkedBlockingQueue<Runnable> nodeThread = new LinkedBlockingQueue<>();
    private Path directory;
    private FileStorage storage;
    private Path linkToFullDisk;

    @BeforeEach
    void openStorage() throws NodeOpenException {
        directory = parent.resolve("a/b");
        storage = FileStorage.open(directory, nodeThread::add, Sabotage.NONE);
    }

    @AfterEach
    void closeStorage() throws IOException {
        storage.close();
        if (linkToFullDisk != null) {
            Files.delete(linkToFullDisk);
        }
    }

    @Test
    void whatWasForcedIsThereAfterReopening() throws Exception {
        StorageFile file = storage.open("log-1");
        file.write(0, ascii("hello "));
        file.write(6, ascii("world"));
        assertEquals(11, file.size());
        assertNull(outcomeOf(file::force));
        assertNull(outcomeOf(storage::forceNames));
        file.close();
        storage.close();

        storage = FileStorage.open(directory, nodeThread::add, Sabotage.NONE);
        assertEquals(List.of("log-1"), storage.list());
        assertEquals("hello world", text(storage.open("log-1").read(0, 100)));
    }

    @Test
    void whatIsOpenedAsideHoldsUpNobodyElse() throws Exception {
        storage.close();
        CountDownLatch handedOver = new CountDownLatch(1);
        storage = FileStorage.open(directory, work -> {
            if (Thread.currentThread().getName().startsWith("keelson-ahead")) {
                Uninterrupted.run(handedOver::await);
            }
            nodeThread.add(work);
        }, Sabotage.NONE);
        CompletableFuture<StorageException> aside = new CompletableFuture<>();
        StorageFile snapshot = storage.openAside("snapshot-1");
        snapshot.write(0, ascii("much"));
        snapshot.force(aside::complete);

        StorageFile log = storage.open("log-1");
        log.write(0, ascii("little"));
        assertNull(outcomeOf(log::force));

        assertFalse(aside.isDone());
        handedOver.countDown();
        nodeThread.take().run();
        assertNull(aside.join());
        assertEquals("much", text(snapshot.read(0, 100)));
    }

    @Test
    void readsSeeWritesThatAreStillQueued() throws Exception {
        StorageFile file = storage.open("log-1");
        for (int i = 0; i < 500; i++) {
            file.write(i, ascii(i % 2 == 0 ? "x" : "y"));
        }
        ByteBuffer read = file.read(490, 100);
        assertEquals("xyxyxyxyxy", text(read));
    }

    @Test
    void aCompletionComesOnTheNodesThreadAndNotFromWithinTheCall() throws Exception {
        CompletableFuture<Optional<StorageException>> done = new CompletableFuture<>();
        storage.forceNames(failure -> done.complete(Optional.ofNullable(failure)));
        Runnable completion = nodeThread.take();
        assertTrue(!done.isDone());
        completion.run();
        assertTrue(done.join().isEmpty());
    }

    @Test
    void resizingGrowsWithZerosAndCuts() throws Exception {
        StorageFile file = storage.open("log-1");
        file.write(0, ascii("abcdef"));
        file.resize(3 << 20);
        assertEquals(3 << 20, file.size());
        assertArrayEquals(new byte[1000], file.read(6, 1000).array());
        file.resize(3);
        assertEquals("abc", text(file.read(0, 100)));
        file.write(3, ascii("D"));
        file.resize(5);
        assertEquals("abcD\0", text(file.read(0, 100)));
    }

    @Test
    void renamingReplacesAndDeletingTwiceIsHarmless() throws Exception {
        storage.open("mark").close();
        StorageFile file = storage.open("mark.new");
        for (int i = 0; i < 500; i++) {
            file.write(i, ascii("n"));
        }
        storage.rename("mark.new", "mark");
        assertEquals(500, storage.open("mark").size(), "queued writes follow the file under its new name");
        assertEquals(List.of("mark"), storage.list());
        storage.delete("mark");
        storage.delete("mark");
        assertEquals(List.of(), storage.list());
        assertThrows(StorageException.class, () -> storage.rename("mark", "other"));
    }

    @Test
    void aSecondNodeOnTheSameDirectoryIsToldSo() {
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> FileStorage.open(directory, nodeThread::add, Sabotage.NONE));
        assertEquals(
                "the data directory " + directory + " is in use by another node; stop it, or set another data directory",
                refused.getMessage());
        storage.close();
        assertDoesNotThrow(() -> FileStorage.open(directory, nodeThread::add, Sabotage.NONE).close());
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsToldSo() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "mine");
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> FileStorage.open(file, nodeThread::add, Sabotage.NONE));
        assertTrue(refused.getMessage().startsWith("the data directory " + file + " cannot be used: "), refused.getMessage());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void namesOutsideTheDirectoryAreRefused() {
        for (String name : List.of("../x", "/x", ".", "..", "", "a/b", DirectoryLock.NAME)) {
            assertThrows(IllegalArgumentException.class, () -> storage.open(name), name);
        }
    }

    @Test
    void aFullDiskIsToldWhenAFileGrows() throws Exception {
        StorageFile file = storage.open(onFullDisk("log-1"));
        StorageException full = assertThrows(StorageException.class, () -> file.resize(1 << 20));
        assertEquals(StorageException.Kind.NO_SPACE, full.kind());
        assertTrue(full.getMessage().contains("log-1"), full.getMessage());
        assertEquals(0, file.size());
        assertNull(outcomeOf(storage::forceNames), "nothing was written, so nothing is lost");
    }

    @Test
    void afterAFailedWriteNoForceSucceedsEverAgain() throws Exception {
        StorageFile full = storage.open(onFullDisk("log-1"));
        StorageFile sound = storage.open("log-2");
        full.write(0, ascii("lost"));
        StorageException first = outcomeOf(full::force);
        assertEquals(StorageException.Kind.NO_SPACE, first.kind());
        sound.write(0, ascii("late"));
        assertEquals(first, outcomeOf(sound::force));
        assertEquals(first, outcomeOf(storage::forceNames));
        sound.close();
        assertEquals(0, Files.size(directory.resolve("log-2")), "nothing is written after a failure");
    }

    @Test
    void itCountsWhatItDoes() throws Exception {
        StorageFile file = storage.open("log-1");
        file.write(0, ascii("12345"));
        assertNull(outcomeOf(file::force));
        assertEquals(5, storage.counters().bytesWritten());
        assertEquals(1, storage.counters().forces());
    }

    private String onFullDisk(String name) throws IOException {
        assumeTrue(Files.exists(FULL_DISK), "this system has no device that is always full");
        linkToFullDisk = Files.createSymbolicLink(directory.resolve(name), FULL_DISK);
        return name;
    }

    private StorageException outcomeOf(Consumer<Storage.Completion> force) throws InterruptedException {
        CompletableFuture<Optional<StorageException>> done = new CompletableFuture<>();
        force.accept(failure -> done.complete(Optional.ofNullable(failure)));
        while (!done.isDone()) {
            nodeThread.take().run();
        }
        return done.join().orElse(null);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return java.nio.charset.StandardCharsets.US_ASCII.decode(bytes).toString();
    }
}
