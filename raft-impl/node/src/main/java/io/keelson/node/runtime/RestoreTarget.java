package io.keelson.node.runtime;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.StorageException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a member's directory is made of a copy: beside its place, under another name, until it is whole and durable. Of one that can't be made nothing is left, unless the process is
 * killed.
 */
final class RestoreTarget {
    private static final String UNFINISHED = ".unfinished";

    private final Path finished;
    private final Path unfinished;

    /** Makes the directory's content. */
    interface Making {
        void in(Path directory) throws NodeOpenException, StorageException, IOException;
    }

    /**
     * A place that can be used.
     *
     * @param directory must be empty if it exists
     * @throws IOException in one line, why it can't be used
     */
    RestoreTarget(Path directory) throws IOException {
        finished = Files.exists(directory) ? directory.toRealPath() : directory.toAbsolutePath();
        unfinished = finished.resolveSibling(finished.getFileName() + UNFINISHED);
        requireEmpty(finished, "choose a directory for the new member");
        requireReplaceable();
        requireEmpty(unfinished, "a restoration that did not end has left it; remove it");
    }

    private static void requireEmpty(Path directory, String wayOut) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new IOException(directory + " is not empty; " + wayOut);
            }
        }
    }

    /** No directory takes the place of one that a file system is mounted at. */
    private void requireReplaceable() throws IOException {
        if (Files.exists(finished) && !Files.getFileStore(finished).equals(Files.getFileStore(finished.getParent()))) {
            throw mountPoint(null);
        }
    }

    private IOException mountPoint(Exception cause) {
        return new IOException(finished + " can't be replaced, as a file system is mounted there; choose a directory in it", cause);
    }

    void fill(Making making) throws NodeOpenException, IOException {
        try {
            making.in(unfinished);
            move();
        } catch (StorageException failed) {
            throw failed.kind() == StorageException.Kind.NO_SPACE
                    ? new IOException("the disk of " + finished + " is full; make room on it, or choose another", failed)
                    : new IOException(finished + " can't be made: " + failed.getMessage(), failed);
        } finally {
            remove(unfinished);
        }
        DirectoryLock.forceNames(finished.getParent());
    }

    private void move() throws IOException {
        try {
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException refused) {
            boolean mounted = refused instanceof AtomicMoveNotSupportedException || String.valueOf(refused.getReason()).contains("busy");
            throw mounted ? mountPoint(refused) : refused;
        }
    }

    /** What can't be removed either is told of when it is found in the way. */
    private static void remove(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException gone) {
            // It has its name by now, or was never made.
        }
    }
}
