package io.keelson.node.snapshot;

import io.keelson.core.Bytes;
import io.keelson.node.SnapshotRestore;
import java.nio.ByteBuffer;

/** Takes chunks and hands on the records that {@link RecordPacker} packed into them. */
public final class RecordUnpacker {
    private final SnapshotRestore target;
    private long left;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    /** The record being put together, null between records. */
    private ByteBuffer record;

    /**
     * Begins.
     *
     * @param target is given the records
     * @param bytes the size of all chunks together
     */
    public RecordUnpacker(SnapshotRestore target, long bytes) {
        this.target = target;
        this.left = bytes;
    }

    /**
     * Takes the next chunk.
     *
     * @throws DamagedSnapshotException if a record would be longer than what is left, or is none that was packed
     */
    public void accept(byte[] chunk) throws DamagedSnapshotException {
        ByteBuffer in = ByteBuffer.wrap(chunk);
        while (in.hasRemaining()) {
            if (record == null) {
                fill(length, in);
                begin();
            } else {
                fill(record, in);
            }
            deliver();
        }
    }

    private void fill(ByteBuffer out, ByteBuffer in) {
        int count = Math.min(out.remaining(), in.remaining());
        out.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        left -= count;
    }

    private void begin() throws DamagedSnapshotException {
        if (!length.hasRemaining()) {
            int size = length.flip().getInt();
            length.clear();
            if (size < 0 || size > left) {
                throw new DamagedSnapshotException("a record of " + size + " bytes where " + left + " are left");
            }
            record = ByteBuffer.allocate(size);
        }
    }

    private void deliver() throws DamagedSnapshotException {
        if (record != null && !record.hasRemaining()) {
            byte[] whole = record.array();
            record = null;
            target.accept(Bytes.wrap(whole));
        }
    }

    /**
     * There are no more chunks.
     *
     * @throws DamagedSnapshotException if the last record is not whole, or others should follow
     */
    public void end() throws DamagedSnapshotException {
        if (record != null || length.position() > 0) {
            throw new DamagedSnapshotException("it ends in the middle of a record");
        }
        target.finish();
    }
}
