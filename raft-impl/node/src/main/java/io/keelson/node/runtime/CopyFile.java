package io.keelson.node.runtime;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.node.snapshot.CopyEnding;
import io.keelson.node.snapshot.DamagedSnapshotException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/** The snapshot in a file that is only read: a copy, whose {@link CopyEnding} is no part of the snapshot, or a member's own file, which has none. */
final class CopyFile implements StorageFile, AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final long whole;
    private final long length;

    private CopyFile(FileChannel channel, long whole, long length) {
        this.channel = channel;
        this.whole = whole;
        this.length = length;
    }

    static CopyFile open(Path file) throws IOException, StorageException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            CopyFile all = new CopyFile(channel, channel.size(), channel.size());
            long at = CopyEnding.lengthAt(all.whole);
            long told = at < 0 ? 0 : all.read(at, Long.BYTES).getLong();
            return CopyEnding.isPlausible(told, at) ? new CopyFile(channel, all.whole, told) : all;
        } catch (IOException | StorageException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Checks the digest over all bytes, if there is one. */
    void verify() throws StorageException, DamagedSnapshotException {
        if (length == whole) {
            return;
        }
        MessageDigest digest = CopyEnding.digest();
        long end = whole - CopyEnding.DIGEST_BYTES;
        for (long at = 0; at < end; at += BUFFER) {
            digest.update(readAny(at, (int) Math.min(BUFFER, end - at)));
        }
        ByteBuffer told = readAny(end, CopyEnding.DIGEST_BYTES);
        byte[] bytes = new byte[told.remaining()];
        told.get(bytes);
        if (!Arrays.equals(bytes, digest.digest())) {
            throw new DamagedSnapshotException("its bytes do not have the SHA-256 at its end");
        }
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public ByteBuffer read(long position, int count) throws StorageException {
        return readAny(position, (int) Math.max(0, Math.min(count, length - position)));
    }

    private ByteBuffer readAny(long position, int count) throws StorageException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try {
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // Until there is as much as was asked for, or the file ends.
            }
        } catch (IOException e) {
            throw DiskErrors.explain("read the copy", e);
        }
        return bytes.flip();
    }

    @Override
    public void readLater(long position, int count, ReadCompletion completion) {
        throw new UnsupportedOperationException("a copy is read at once");
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        throw new UnsupportedOperationException("a copy is only read");
    }

    @Override
    public void resize(long size) {
        throw new UnsupportedOperationException("a copy is only read");
    }

    @Override
    public void force(Storage.Completion completion) {
        throw new UnsupportedOperationException("a copy is only read");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
