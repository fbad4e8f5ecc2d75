package io.keelson.node.runtime;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory to look at: nothing in it can be changed through this. */
final class ReadOnlyStorage implements Storage {
    private final Path directory;

    ReadOnlyStorage(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<String> list() throws StorageException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw DiskErrors.explain("list " + directory, e);
        }
    }

    @Override
    public StorageFile open(String name) throws StorageException {
        Path path = directory.resolve(name);
        try {
            return new ReadOnlyFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw DiskErrors.explain("open " + path, e);
        }
    }

    private record ReadOnlyFile(Path path, FileChannel channel) implements StorageFile {
        @Override
        public long size() throws StorageException {
            try {
                return channel.size();
            } catch (IOException e) {
                throw DiskErrors.explain("look at " + path, e);
            }
        }

        @Override
        public ByteBuffer read(long position, int length) throws StorageException {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size() - position)));
            read(position, bytes);
            return bytes.flip();
        }

        @Override
        public void read(long position, ByteBuffer into) throws StorageException {
            try {
                ChannelReads.fill(channel, position, into);
            } catch (IOException e) {
                throw DiskErrors.explain("read " + path, e);
            }
        }

        @Override
        public void readLater(long position, int length, ReadCompletion completion) {
            throw refused();
        }

        @Override
        public void write(long position, ByteBuffer bytes) {
            throw refused();
        }

        @Override
        public void resize(long size) {
            throw refused();
        }

        @Override
        public void force(Completion completion) {
            throw refused();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException nothingToLose) {
                // It was only read.
            }
        }
    }

    @Override
    public void prepare(String name, long size, Prepared completion) {
        throw refused();
    }

    @Override
    public void recycle(String from, String to, Prepared completion) {
        throw refused();
    }

    @Override
    public void rename(String from, String to) {
        throw refused();
    }

    @Override
    public void delete(String name) {
        throw refused();
    }

    @Override
    public void forceNames(Completion completion) {
        throw refused();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("this directory is only looked at");
    }
}
