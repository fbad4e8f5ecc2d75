package io.keelson.node.runtime;

import io.keelson.node.NodeOpenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps a data directory to one process. The operating system gives the lock back when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {
    /** The file that is locked; it holds nothing. */
    static final String NAME = "keelson.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the directory if there is none, and locks it. */
    static DirectoryLock take(Path directory) throws NodeOpenException {
        FileChannel channel = null;
        try {
            createDurably(directory.toAbsolutePath());
            channel = FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(directory, channel);
            }
            return new DirectoryLock(channel);
        } catch (OverlappingFileLockException thisProcess) {
            throw inUse(directory, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new NodeOpenException(
                    "the data directory " + directory + " cannot be used: " + DiskErrors.reason(e)
                            + "; set it to a directory that this user may write",
                    e);
        }
    }

    /** Locks a directory in which a node has run before, and returns null if none has: nothing is made. */
    static DirectoryLock takeIfUsed(Path directory) throws NodeOpenException {
        return Files.exists(directory.resolve(NAME)) ? take(directory) : null;
    }

    /** Makes the directory and its missing parents; what a crash may take back with their names would be votes and acknowledged writes. */
    static void createDurably(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory; path != null && Files.notExists(path); path = path.getParent()) {
            missing.add(path);
        }
        Files.createDirectories(directory);
        for (Path made : missing) {
            forceNames(made.getParent());
        }
    }

    /** Makes creations, renames and deletions in a directory durable. */
    static void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static NodeOpenException inUse(Path directory, FileChannel channel) {
        closeQuietly(channel);
        return new NodeOpenException(
                "the data directory " + directory + " is in use by another node; stop it, or set another data directory", null);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException nothingToLose) {
            // Nothing was written through it.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
