package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is made of a copy is there as a whole or not at all, and whatever hinders it is told in one line. */
class RestoreTargetTest {
    @TempDir
    Path folder;

    private Path target;
    private Path unfinished;

    @BeforeEach
    void places() throws IOException {
        folder = folder.toRealPath();
        target = folder.resolve("new");
        unfinished = folder.resolve("new.unfinished");
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("log"), "content");
    }

    /** Fails in the midst of it, and returns the line. */
    private String failing(Exception failure, Class<? extends Exception> thrown) {
        Exception told = assertThrows(thrown, () -> new RestoreTarget(target).fill(directory -> {
            make(directory);
            switch (failure) {
                case StorageException storage -> throw storage;
                case NodeOpenException open -> throw open;
                default -> throw new IOException(failure);
            }
        }));
        assertFalse(Files.exists(unfinished), "nothing is left");
        return told.getMessage();
    }

    private void isFilled() throws Exception {
        new RestoreTarget(target).fill(RestoreTargetTest::make);
        assertEquals("content", Files.readString(target.resolve("log")));
        assertFalse(Files.exists(unfinished));
    }

    @Test
    void ofADirectoryThatCannotBeMadeNothingIsLeft() throws Exception {
        assertEquals(
                "the disk of " + target + " is full; make room on it, or choose another",
                failing(new StorageException(StorageException.Kind.NO_SPACE, "full", null), IOException.class));
        assertEquals(target + " can't be made: it fails", failing(new StorageException(StorageException.Kind.FAILED, "it fails", null), IOException.class));
        assertEquals("no log", failing(new NodeOpenException("no log", null), NodeOpenException.class));
        StorageException noRoomForTheLog = new StorageException(StorageException.Kind.NO_SPACE, "full", null);
        assertEquals(
                "the disk of " + target + " is full; make room on it, or choose another",
                failing(new NodeOpenException("no log", noRoomForTheLog), IOException.class));
        assertFalse(Files.exists(target));
        isFilled();
    }

    @Test
    void directoriesAboveItThatWereMissingAreMadeWithIt() throws Exception {
        Path above = folder.resolve("a");
        target = above.resolve("b").resolve("new");
        unfinished = above.resolve("b").resolve("new.unfinished");
        failing(new StorageException(StorageException.Kind.FAILED, "it fails", null), IOException.class);
        assertFalse(Files.exists(above));
        isFilled();
    }

    @Test
    void whereNothingCanBeMadeTheLineNamesTheDirectory() throws Exception {
        target = Files.createFile(folder.resolve("file")).resolve("new");
        String line = assertThrows(IOException.class, this::isFilled).getMessage();
        assertEquals(target + " can't be made: " + folder.resolve("file").resolve("new.unfinished") + ": Not a directory; choose another place", line);
        target = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        line = assertThrows(IOException.class, this::isFilled).getMessage();
        assertEquals(target + " is a link to nothing; make what it leads to, or choose another place", line);
    }

    @Test
    void anEmptyDirectoryStaysUntilAnotherTakesItsPlace() throws Exception {
        Files.createDirectory(target);
        failing(new StorageException(StorageException.Kind.FAILED, "it fails", null), IOException.class);
        assertTrue(Files.isDirectory(target));
        isFilled();
    }

    @Test
    void aLinkToADirectoryLeadsToThatOne() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("disk").resolve("data"));
        Files.createSymbolicLink(target, elsewhere);
        isFilled();
        assertTrue(Files.isSymbolicLink(target));
        assertTrue(Files.exists(elsewhere.resolve("log")));
    }

    @Test
    void whatIsThereIsNotTouched() throws Exception {
        make(target);
        assertEquals(target + " is not empty; choose a directory for the new member", assertThrows(IOException.class, () -> new RestoreTarget(target)).getMessage());
        Path file = Files.createFile(folder.resolve("file"));
        assertThrows(NotDirectoryException.class, () -> new RestoreTarget(file));
        Files.move(target, unfinished);
        String left = unfinished + " is not empty; a restoration that did not end has left it; remove it";
        assertEquals(left, assertThrows(IOException.class, () -> new RestoreTarget(target)).getMessage());
        assertTrue(Files.exists(unfinished.resolve("log")));
    }
}
