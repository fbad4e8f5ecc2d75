package io.keelson.bench;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory without a disk thread: a force happens at once, and its completion waits until it is asked for. What is measured over it is
 * the log and the disk, and no hand-over between threads.
 */
final class DirectDisk implements Storage {
    private final Path directory;
    private final ArrayDeque<Runnable> completions = new ArrayDeque<>();

    DirectDisk(Path directory) {
        this.directory = directory;
    }

    /** Delivers the completions of the forces so far, and those that they bring about. */
    void complete() {
        for (Runnable next = completions.poll(); next != null; next = completions.poll()) {
            next.run();
        }
    }

    @Override
    public List<String> list() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public StorageFile open(String name) {
        try {
            return new File(FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void prepare(String name, long size, Prepared completion) {
        StorageFile file = open(name);
        try {
            file.resize(size);
        } catch (StorageException failure) {
            throw new IllegalStateException(failure);
        }
        file.force(failure -> forceNames(forced -> completion.done(file, null)));
    }

    @Override
    public void recycle(String from, String to, Prepared completion) {
        rename(from, to);
        StorageFile file = open(to);
        forceNames(forced -> completion.done(file, null));
    }

    @Override
    public void rename(String from, String to) {
        try {
            Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void forceNames(Completion completion) {
        force(directory, completion);
    }

    private void force(Path path, Completion completion) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        completions.add(() -> completion.done(null));
    }

    private final class File implements StorageFile {
        private final FileChannel channel;

        File(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long size() {
            return on(FileChannel::size);
        }

        @Override
        public ByteBuffer read(long position, int length) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            on(file -> {
                while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
                return null;
            });
            return bytes.flip();
        }

        @Override
        public void readLater(long position, int length, ReadCompletion completion) {
            completions.add(() -> completion.done(read(position, length), null));
        }

        @Override
        public void write(long position, ByteBuffer bytes) {
            on(file -> {
                long at = position;
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
                return null;
            });
        }

        @Override
        public void resize(long size) {
            on(file -> {
                if (size < file.size()) {
                    file.truncate(size);
                    return null;
                }
                ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
                for (long at = file.size(); at < size; at += zeros.capacity()) {
                    file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
                }
                return null;
            });
        }

        @Override
        public void force(Completion completion) {
            on(file -> {
                file.force(false);
                return null;
            });
            completions.add(() -> completion.done(null));
        }

        @Override
        public void close() {
            on(file -> {
                file.close();
                return null;
            });
        }

        private <T> T on(Access<T> access) {
            try {
                return access.apply(channel);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private interface Access<T> {
        T apply(FileChannel file) throws IOException;
    }
}
