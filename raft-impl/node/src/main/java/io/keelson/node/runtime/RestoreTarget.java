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
import java.util.ArrayList;
import java.util.List;

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
        if (Files.isSymbolicLink(directory) && !Files.exists(directory)) {
            throw new IOException(directory + " is a link to nothing; make what it leads to, or choose another place");
        }
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

    /**
     * Has the directory made, and gives it its name; durable afterwards.
     *
     * @throws IOException in one line, why it can't be made
     * @throws NodeOpenException if whoever makes it says so
     */
    void fill(Making making) throws NodeOpenException, IOException {
        List<Path> missing = missingParents();
        boolean done = false;
        try {
            make(making);
            move();
            DirectoryLock.forceNames(finished.getParent());
            done = true;
        } finally {
            if (!done) {
                removeWithFiles(unfinished);
                missing.forEach(RestoreTarget::removeEmpty);
            }
        }
    }

    /** Those above the directory that are not there yet, the innermost first. */
    private List<Path> missingParents() {
        List<Path> missing = new ArrayList<>();
        for (Path above = finished.getParent(); Files.notExists(above); above = above.getParent()) {
            missing.add(above);
        }
        return missing;
    }

    private void make(Making making) throws NodeOpenException, IOException {
        try {
            DirectoryLock.createDurably(unfinished);
            making.in(unfinished);
        } catch (NodeOpenException failed) {
            if (isFull(failed.getCause())) {
                throw full(failed);
            }
            throw failed;
        } catch (StorageException failed) {
            throw isFull(failed) ? full(failed) : unmade(failed.getMessage(), failed);
        } catch (FileSystemException refused) {
            throw unmade(DiskErrors.reason(refused) + "; choose another place", refused);
        }
    }

    private static boolean isFull(Throwable failure) {
        return failure instanceof StorageException storage && storage.kind() == StorageException.Kind.NO_SPACE;
    }

    private IOException full(Exception cause) {
        return new IOException("the disk of " + finished + " is full; make room on it, or choose another", cause);
    }

    private IOException unmade(String why, Exception cause) {
        return new IOException(finished + " can't be made: " + why, cause);
    }

    private void move() throws IOException {
        try {
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException refused) {
            boolean mounted = refused instanceof AtomicMoveNotSupportedException || String.valueOf(refused.getReason()).contains("busy");
            throw mounted ? mountPoint(refused) : refused;
        }
    }

    /** A directory that holds nothing but files, which are ours. What can't be removed is told of when it is found in the way. */
    private static void removeWithFiles(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException gone) {
            // It was never made.
        }
        removeEmpty(directory);
    }

    private static void removeEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException kept) {
            // Somebody else has put something there.
        }
    }
}
