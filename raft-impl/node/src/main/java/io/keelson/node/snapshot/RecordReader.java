package io.keelson.node.snapshot;

import io.keelson.core.Bytes;
import java.nio.ByteBuffer;

/**
 * Reads the fields of a record of a snapshot. A snapshot comes from another member or from a file that somebody hands in: each length is checked against what is left
 * before anything is allocated.
 */
public final class RecordReader {
    private final String what;
    private final ByteBuffer in;

    /**
     * Begins at the record's first byte.
     *
     * @param what the record tells of, for messages: "the table of groups"
     * @param record not changed while it is read
     */
    public RecordReader(String what, Bytes record) {
        this.what = what;
        this.in = ByteBuffer.wrap(record.shared());
    }

    /** Reads eight bytes. */
    public long i64() throws DamagedSnapshotException {
        require(Long.BYTES);
        return in.getLong();
    }

    /** Reads one byte. */
    public byte i8() throws DamagedSnapshotException {
        require(1);
        return in.get();
    }

    /** Reads one byte that is 0 or 1. */
    public boolean flag() throws DamagedSnapshotException {
        byte value = i8();
        if (value != 0 && value != 1) {
            throw damaged("a flag is " + value);
        }
        return value == 1;
    }

    /**
     * Reads how many elements follow.
     *
     * @param leastBytes what each takes at least
     * @return at least 0, and no more than there are bytes for
     */
    public int count(int leastBytes) throws DamagedSnapshotException {
        int count = plainCount();
        if ((long) count * leastBytes > in.remaining()) {
            throw damaged(count + " elements where " + in.remaining() + " bytes are left");
        }
        return count;
    }

    /** Reads how many of something follow that is not in this record; at least 0. */
    public int plainCount() throws DamagedSnapshotException {
        require(Integer.BYTES);
        int count = in.getInt();
        if (count < 0) {
            throw damaged("a number of elements is " + count);
        }
        return count;
    }

    /** Reads a length, and as many bytes. */
    public Bytes bytes() throws DamagedSnapshotException {
        return take(count(1));
    }

    /** Reads all that is left. */
    public Bytes rest() {
        return take(in.remaining());
    }

    /** Ends reading: nothing may follow. */
    public void end() throws DamagedSnapshotException {
        if (in.hasRemaining()) {
            throw damaged(in.remaining() + " bytes too many");
        }
    }

    /** An exception that says what is wrong with the record. */
    public DamagedSnapshotException damaged(String oneLine) {
        return new DamagedSnapshotException(what + ": " + oneLine);
    }

    private Bytes take(int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return Bytes.wrap(taken);
    }

    private void require(int bytes) throws DamagedSnapshotException {
        if (in.remaining() < bytes) {
            throw damaged("it ends in the middle of a field");
        }
    }
}
