package io.keelson.node.snapshot;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packs the records of a snapshot into chunks: each record after its length, in a stream that is cut wherever a chunk is full. */
public final class RecordPacker {
    private final Snapshot source;
    private final byte[] chunk;
    /** The record that is being packed, after its length; what of both has been packed already. */
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).limit(0);

    private byte[] record = {};
    private int packed;
    private boolean ended;

    /**
     * Begins.
     *
     * @param source read to its end, not closed
     * @param chunkBytes the size of each chunk but the last
     */
    public RecordPacker(Snapshot source, int chunkBytes) {
        this.source = source;
        this.chunk = new byte[chunkBytes];
    }

    /** Returns the next chunk; null if all of the snapshot has been packed. */
    public byte[] next() {
        int size = 0;
        while (size < chunk.length && fetch()) {
            int head = Math.min(chunk.length - size, length.remaining());
            length.get(chunk, size, head);
            int body = Math.min(chunk.length - size - head, record.length - packed);
            ByteBuffer.wrap(record, packed, body).get(chunk, size + head, body);
            packed += body;
            size += head + body;
        }
        return size == 0 ? null : Arrays.copyOf(chunk, size);
    }

    /** Makes sure that something is left to pack; false if there is nothing more. */
    private boolean fetch() {
        while (!isPacking() && !ended) {
            Bytes next = source.next();
            ended = next == null;
            if (!ended) {
                record = next.shared();
                packed = 0;
                length.clear().putInt(record.length).flip();
            }
        }
        return isPacking();
    }

    private boolean isPacking() {
        return length.hasRemaining() || packed < record.length;
    }
}
