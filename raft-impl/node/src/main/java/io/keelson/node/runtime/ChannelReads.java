package io.keelson.node.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads from files in pieces: the JDK reads into a buffer of the heap through one outside of it, as large, which it then keeps for the thread. */
final class ChannelReads {
    private static final int PIECE = 1 << 20;

    private ChannelReads() {}

    /** Fills the buffer from its position to its limit, or as far as the file goes, and moves the position on. */
    static void fill(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        int first = bytes.position();
        int read = 0;
        while (read >= 0 && bytes.position() < limit) {
            bytes.limit(Math.min(limit, bytes.position() + PIECE));
            read = channel.read(bytes, position + bytes.position() - first);
        }
        bytes.limit(limit);
    }
}
