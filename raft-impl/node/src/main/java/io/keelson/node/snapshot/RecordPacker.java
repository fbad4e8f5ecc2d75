package io.keelson.node.snapshot;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import java.nio.ByteBuffer;

/** Packs the records of a snapshot into chunks: each record after its length, in a stream that is cut wherever a chunk is full. */
public final class RecordPacker {
    private final Snapshot source;
    private final int chunkBytes;
    /** What is left of a record that did not fit into the chunk before, its length in front. */
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean ended;

    /**
     * Begins.
     *
     * @param source read to its end, not closed
     * @param chunkBytes the size of each chunk but the last
     */
    public RecordPacker(Snapshot source, int chunkBytes) {
        this.source = source;
        this.chunkBytes = chunkBytes;
    }

    /** Returns the next chunk; null if all of the snapshot has been packed. */
    public byte[] next() {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes);
        while (chunk.hasRemaining() && fetch()) {
            int length = Math.min(chunk.remaining(), rest.remaining());
            chunk.put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
        }
        if (chunk.position() == 0) {
            return null;
        }
        byte[] packed = new byte[chunk.flip().remaining()];
        chunk.get(packed);
        return packed;
    }

    /** Makes sure that something is left to pack; false if there is nothing more. */
    private boolean fetch() {
        while (!rest.hasRemaining() && !ended) {
            Bytes record = source.next();
            ended = record == null;
            if (!ended) {
                rest = ByteBuffer.allocate(Integer.BYTES + record.length()).putInt(record.length()).put(record.shared()).flip();
            }
        }
        return rest.hasRemaining();
    }
}
