package io.keelson.node.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of zeros in the making. Each piece is forced by itself, and then the disk rests: a force of all of it at once would hold up whatever else is to be forced for as long as the
 * whole takes, and piece upon piece nearly as long.
 */
final class Preparation implements DiskThread.Pieces {
    private static final int PIECE = 256 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PIECE).asReadOnlyBuffer();

    private final Path path;
    private final long size;
    private FileChannel channel;
    private long written;

    Preparation(Path path, long size) {
        this.path = path;
        this.size = size;
    }

    /** The file, open, when all is done. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (channel == null) {
                channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            if (written == size) {
                DirectoryLock.forceNames(path.getParent());
                return false;
            }
            long begun = System.nanoTime();
            ByteBuffer zeros = ZEROS.duplicate().limit((int) Math.min(PIECE, size - written));
            while (zeros.hasRemaining()) {
                written += channel.write(zeros, written);
            }
            channel.force(true);
            Rest.BETWEEN_PIECES.since(begun);
            return true;
        } catch (IOException e) {
            giveBack(e);
            throw e;
        }
    }

    /** Returns what was taken of a full disk: others need it. */
    private void giveBack(IOException failure) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
