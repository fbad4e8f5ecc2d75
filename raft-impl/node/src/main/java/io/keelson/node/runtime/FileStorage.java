package io.keelson.node.runtime;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The port {@link Storage} over a directory of the file system, locked against a second process.
 *
 * <p>Called from the node's one thread; writes and forces are done by a {@link DiskThread} of its own, in order. Files that are made ready ahead are made by another, which leaves the disk
 * to the first most of the time: whoever waits for a force does not wait for them, and they become files of the first only when they are done. What is opened aside stays the other's.
 */
final class FileStorage implements Storage, AutoCloseable {
    private final Path directory;
    private final DirectoryLock lock;
    private final DiskThread disk;
    private final DiskThread ahead;
    private final StorageMeter meter = new StorageMeter();
    /** The files that queued writes may be about; any other is opened without waiting for a disk that may not answer. */
    private final TreeSet<String> touched = new TreeSet<>();

    private FileStorage(Path directory, DirectoryLock lock, DiskThread disk, DiskThread ahead) {
        this.directory = directory;
        this.lock = lock;
        this.disk = disk;
        this.ahead = ahead;
    }

    /**
     * Opens a directory, and makes it if there is none.
     *
     * @param directory the node's own
     * @param nodeThread runs completions on the node's thread
     * @param sabotage what a test does to the disk
     * @throws NodeOpenException if another process has it, or it can't be used
     */
    static FileStorage open(Path directory, Consumer<Runnable> nodeThread, Sabotage sabotage) throws NodeOpenException {
        DirectoryLock lock = DirectoryLock.take(directory);
        return new FileStorage(
                directory,
                lock,
                new DiskThread("keelson-disk-" + directory.getFileName(), nodeThread, sabotage),
                new DiskThread("keelson-ahead-" + directory.getFileName(), nodeThread, sabotage));
    }

    @Override
    public List<String> list() throws StorageException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(DirectoryLock.NAME))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw DiskErrors.explain("list " + directory, e);
        }
    }

    @Override
    public StorageFile open(String name) throws StorageException {
        return open(name, disk, Rest.NONE);
    }

    @Override
    public StorageFile openAside(String name) throws StorageException {
        return open(name, ahead, Rest.BETWEEN_PIECES);
    }

    private StorageFile open(String name, DiskThread thread, Rest rest) throws StorageException {
        Path path = path(name);
        if (!touched.add(name)) {
            // The file may have been written under another name, or through another opening, a moment ago.
            disk.await();
            ahead.await();
        }
        try {
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new DiskFile(path, channel, channel.size(), thread, rest, meter);
        } catch (IOException e) {
            throw DiskErrors.explain("open " + path, e);
        }
    }

    @Override
    public void prepare(String name, long size, Prepared completion) {
        Path path = path(name);
        touched.add(name);
        Preparation preparation = new Preparation(path, size);
        ahead.inPieces("prepare " + path, preparation, failure -> completion.done(
                failure == null ? new DiskFile(path, preparation.channel(), size, disk, Rest.NONE, meter) : null, failure));
    }

    @Override
    public void recycle(String from, String to, Prepared completion) {
        Path path = path(to);
        touched.remove(from);
        touched.add(to);
        DiskFile[] opened = {null};
        ahead.inPieces(
                "rename " + path(from) + " to " + to,
                () -> {
                    Files.move(path(from), path, StandardCopyOption.ATOMIC_MOVE);
                    DirectoryLock.forceNames(directory);
                    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    opened[0] = new DiskFile(path, channel, channel.size(), disk, Rest.NONE, meter);
                    return false;
                },
                failure -> completion.done(opened[0], failure));
    }

    private Path path(String name) {
        if (!name.matches("[A-Za-z0-9.-]+") || name.startsWith(".") || name.equals(DirectoryLock.NAME)) {
            throw new IllegalArgumentException("not a name for a file of a storage: " + name);
        }
        return directory.resolve(name);
    }

    @Override
    public void rename(String from, String to) throws StorageException {
        try {
            Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            touched.remove(from);
            touched.add(to);
        } catch (IOException e) {
            throw DiskErrors.explain("rename " + path(from) + " to " + to, e);
        }
    }

    @Override
    public void delete(String name) throws StorageException {
        try {
            Files.deleteIfExists(path(name));
            touched.remove(name);
        } catch (IOException e) {
            throw DiskErrors.explain("delete " + path(name), e);
        }
    }

    @Override
    public void forceNames(Completion completion) {
        disk.force("force the names in " + directory, () -> DirectoryLock.forceNames(directory), completion);
    }

    /** Returns what the storage has done so far; any thread may ask. */
    StorageCounters counters() {
        return meter.snapshot();
    }

    /** Does what is queued, then gives the directory back. Any thread, once the node's has ended; more than once if need be. */
    @Override
    public void close() {
        disk.end();
        ahead.end();
        lock.close();
    }
}
