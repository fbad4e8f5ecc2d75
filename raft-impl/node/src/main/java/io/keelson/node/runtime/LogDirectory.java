package io.keelson.node.runtime;

import io.keelson.node.NodeOpenException;
import io.keelson.node.log.LogInspection;
import io.keelson.node.port.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The log in a data directory that no process has, for operators. */
public final class LogDirectory {
    private LogDirectory() {}

    /**
     * Reads it, and changes nothing. The directory is locked meanwhile, if a node has ever run in it.
     *
     * @param directory a member's data directory
     * @param records told of each record, in one line
     * @return what was found, never null
     * @throws NodeOpenException if a process has the directory, or there is none
     */
    public static LogInspection inspect(Path directory, Consumer<String> records) throws NodeOpenException {
        mustExist(directory);
        try (DirectoryLock lock = DirectoryLock.takeIfUsed(directory)) {
            return LogInspection.of(new ReadOnlyStorage(directory), records);
        }
    }

    /**
     * Cuts the torn tail of a sound log, durably.
     *
     * @param directory a member's data directory
     * @throws NodeOpenException if a process has the directory, there is none, the log is not sound, or the disk fails
     */
    public static void cutTornTail(Path directory) throws NodeOpenException {
        mustExist(directory);
        LinkedBlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
        try (FileStorage storage = FileStorage.open(directory, completions::add, Sabotage.NONE)) {
            StorageException[] failure = {null};
            int forces = LogInspection.cutTornTail(storage, outcome -> failure[0] = outcome == null ? failure[0] : outcome);
            for (int i = 0; i < forces; i++) {
                Uninterrupted.run(() -> completions.take().run());
            }
            if (failure[0] != null) {
                throw failure[0];
            }
        } catch (StorageException e) {
            throw new NodeOpenException("the torn tail can't be cut: " + e.getMessage(), e);
        }
    }

    private static void mustExist(Path directory) throws NodeOpenException {
        if (!Files.isDirectory(directory)) {
            throw new NodeOpenException("there is no directory " + directory + "; name a member's data directory", null);
        }
    }
}
