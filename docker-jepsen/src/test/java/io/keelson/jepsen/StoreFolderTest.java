package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The links to a run's folder, and how others tell that it goes on. */
class StoreFolderTest {
    @TempDir
    Path store;

    @Test
    void currentLeadsToARunThatGoesOnAndLatestToOneThatHasEnded() throws Exception {
        Path directory;
        try (StoreFolder folder = StoreFolder.create(store, "a-test")) {
            directory = folder.directory();
            assertTrue(Files.isSameFile(store.resolve("current"), directory));
            assertFalse(Files.exists(store.resolve("latest"), LinkOption.NOFOLLOW_LINKS));
            assertTrue(StoreFolder.isGoing(directory));
            folder.log("a line");
        }
        assertFalse(StoreFolder.isGoing(directory));
        assertFalse(Files.exists(store.resolve("current"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.isSameFile(store.resolve("latest"), directory));
        assertTrue(Files.isSameFile(store.resolve("a-test/latest"), directory));
        assertTrue(Files.readString(directory.resolve("jepsen.log")).endsWith(" a line" + System.lineSeparator()));
    }

    @Test
    void aRunThatEndsLeavesTheLinkToOneThatGoesOn() throws Exception {
        StoreFolder first = StoreFolder.create(store, "first");
        try (StoreFolder second = StoreFolder.create(store, "second")) {
            first.close();
            assertTrue(Files.isSameFile(store.resolve("current"), second.directory()));
            assertTrue(Files.isSameFile(store.resolve("latest"), first.directory()));
        }
    }

    @Test
    void anInterruptedThreadsLineIsKeptAndSoAreTheLaterOnes() throws Exception {
        Path log;
        try (StoreFolder folder = StoreFolder.create(store, "a-test")) {
            log = folder.directory().resolve("jepsen.log");
            Thread.currentThread().interrupt();
            folder.log("first");
            assertTrue(Thread.interrupted());
            folder.log("second");
        }
        assertEquals(2, Files.readAllLines(log).size());
    }

    @Test
    void aFolderWithoutALogIsNoRunThatGoesOn() {
        assertFalse(StoreFolder.isGoing(store));
    }
}
