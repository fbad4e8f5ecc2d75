package io.keelson.kv;

/** A {@link KeyValue} as bytes: in results, and as the record that a {@link RevisionStore} keeps. */
final class KeyValueCodec {
    /** The encoding of an empty key with an empty value. */
    static final int LEAST_BYTES = 4 * Long.BYTES + 2 * Integer.BYTES;

    private KeyValueCodec() {}

    static void write(ByteWriter out, KeyValue keyValue) {
        out.bytes(keyValue.key())
                .i64(keyValue.createRevision())
                .i64(keyValue.modRevision())
                .i64(keyValue.version())
                .i64(keyValue.lease())
                .bytes(keyValue.value());
    }

    static KeyValue read(ByteReader in) throws MalformedException {
        var key = in.bytes();
        long createRevision = in.i64();
        long modRevision = in.i64();
        long version = in.i64();
        long lease = in.i64();
        return new KeyValue(key, createRevision, modRevision, version, in.bytes(), lease);
    }

    static byte[] toRecord(KeyValue keyValue) {
        ByteWriter out = new ByteWriter();
        write(out, keyValue);
        return out.toArray();
    }

    /** Returns the length of the record without making it, in bytes. */
    static long recordLength(long keyLength, long valueLength) {
        return LEAST_BYTES + keyLength + valueLength;
    }

    /** Reads a record of a snapshot, which may be anything. */
    static KeyValue whole(byte[] record) throws MalformedException {
        ByteReader in = new ByteReader(record);
        KeyValue keyValue = read(in);
        in.end();
        return keyValue;
    }

    /** Reads a record that this process has put into its store. */
    static KeyValue ofRecord(byte[] record) {
        try {
            return whole(record);
        } catch (MalformedException damaged) {
            throw new IllegalStateException("a record of the revision store is damaged: " + damaged.getMessage(), damaged);
        }
    }
}
