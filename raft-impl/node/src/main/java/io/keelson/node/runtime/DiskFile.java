package io.keelson.node.runtime;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file of a {@link FileStorage}. Writes and forces are queued. Growing is done at once, so that a full disk is told before anything depends on the
 * room; it touches no byte that a queued write touches.
 */
final class DiskFile implements StorageFile {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private final Path path;
    private final FileChannel channel;
    private final DiskThread disk;
    private final Rest rest;
    private final StorageMeter meter;
    /** Queued writes included. Set by the node's thread, read by both. */
    private volatile long size;

    DiskFile(Path path, FileChannel channel, long size, DiskThread disk, Rest rest, StorageMeter meter) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.disk = disk;
        this.rest = rest;
        this.meter = meter;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer read(long position, int length) throws StorageException {
        disk.await();
        return readNow(position, length);
    }

    @Override
    public void readLater(long position, int length, ReadCompletion completion) {
        disk.read(() -> readNow(position, length), completion);
    }

    private ByteBuffer readNow(long position, int length) throws StorageException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - position)));
        try {
            ChannelReads.fill(channel, position, bytes);
        } catch (IOException e) {
            throw DiskErrors.explain("read " + path, e);
        }
        return bytes.flip();
    }

    @Override
    public void read(long position, ByteBuffer into) throws StorageException {
        disk.await();
        try {
            ChannelReads.fill(channel, position, into);
        } catch (IOException e) {
            throw DiskErrors.explain("read " + path, e);
        }
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        size = Math.max(size, position + bytes.remaining());
        disk.write("write " + path, () -> {
            meter.bytesWritten.add(bytes.remaining());
            writeAll(position, bytes);
        });
    }

    private void writeAll(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void resize(long newSize) throws StorageException {
        if (newSize < size) {
            disk.await();
            cut(newSize);
        } else if (newSize > size) {
            grow(newSize);
        }
        size = newSize;
    }

    private void cut(long newSize) throws StorageException {
        try {
            channel.truncate(newSize);
        } catch (IOException e) {
            throw DiskErrors.explain("cut " + path + " to " + newSize + " bytes", e);
        }
    }

    /** Writes the zeros: a hole would find the disk full only when it is filled. */
    private void grow(long newSize) throws StorageException {
        try {
            for (long at = size; at < newSize; ) {
                ByteBuffer zeros = ZEROS.duplicate();
                zeros.limit((int) Math.min(zeros.capacity(), newSize - at));
                at += channel.write(zeros, at);
            }
        } catch (IOException e) {
            StorageException failure = DiskErrors.explain("grow " + path + " to " + newSize + " bytes", e);
            giveBack(failure);
            throw failure;
        }
    }

    /** Returns what was taken of a full disk: others need it. */
    private void giveBack(StorageException failure) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void force(Storage.Completion completion) {
        disk.force(
                "force " + path,
                () -> {
                    long begin = System.nanoTime();
                    channel.force(false);
                    meter.forceNanos.add(System.nanoTime() - begin);
                    meter.forces.increment();
                    rest.since(begin);
                },
                completion);
    }

    @Override
    public void close() {
        disk.always(() -> {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger("io.keelson.node.runtime").log(System.Logger.Level.WARNING, "cannot close " + path + ": " + e.getMessage());
            }
        });
    }
}
