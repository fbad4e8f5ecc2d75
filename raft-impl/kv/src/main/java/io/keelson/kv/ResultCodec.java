package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Results as bytes. Decoding is total and bounded, as in {@link CommandCodec}. */
public final class ResultCodec {
    private static final int PUT = 1;
    private static final int DELETE_RANGE = 2;
    private static final int TXN = 3;
    private static final int RANGE = 4;
    private static final int REFUSED = 5;

    /** The shortest encoding of a response inside a transaction's result. */
    private static final int LEAST_BYTES = 10;

    private ResultCodec() {}

    /** Encodes a result. */
    public static Bytes encode(KvResult result) {
        ByteWriter out = new ByteWriter();
        write(out, result);
        return Bytes.wrap(out.toArray());
    }

    /**
     * Decodes a result.
     *
     * @param bytes any bytes
     * @return the result, never null
     * @throws MalformedException if the bytes are not exactly one result
     */
    public static KvResult decode(Bytes bytes) throws MalformedException {
        ByteReader in = new ByteReader(bytes.shared());
        KvResult result = read(in, true);
        in.end();
        return result;
    }

    private static void write(ByteWriter out, KvResult result) {
        switch (result) {
            case KvResult.Put put -> {
                out.u8(PUT).i64(put.revision()).flag(put.previous() != null);
                if (put.previous() != null) {
                    KeyValueCodec.write(out, put.previous());
                }
            }
            case KvResult.DeleteRange delete -> {
                out.u8(DELETE_RANGE).i64(delete.revision()).i64(delete.deleted());
                writeAll(out, delete.previous());
            }
            case KvResult.Range range -> {
                out.u8(RANGE).i64(range.revision()).flag(range.more()).i64(range.count());
                writeAll(out, range.keyValues());
            }
            case KvResult.Txn txn -> {
                out.u8(TXN).i64(txn.revision()).flag(txn.succeeded()).i32(txn.responses().size());
                for (KvResult response : txn.responses()) {
                    write(out, response);
                }
            }
            case KvResult.Refused refused -> out.u8(REFUSED).i64(refused.revision()).u8(refused.error().code());
        }
    }

    private static KvResult read(ByteReader in, boolean txnAllowed) throws MalformedException {
        int kind = in.u8();
        long revision = in.i64();
        return switch (kind) {
            case PUT -> new KvResult.Put(revision, in.flag() ? KeyValueCodec.read(in) : null);
            case DELETE_RANGE -> new KvResult.DeleteRange(revision, in.i64(), readAll(in));
            case RANGE -> range(in, revision);
            case REFUSED -> new KvResult.Refused(revision, error(in));
            case TXN -> {
                if (!txnAllowed) {
                    throw new MalformedException("a txn inside a txn");
                }
                yield txn(in, revision);
            }
            default -> throw new MalformedException("no result of kind " + kind);
        };
    }

    private static KvResult.Range range(ByteReader in, long revision) throws MalformedException {
        boolean more = in.flag();
        long count = in.i64();
        return new KvResult.Range(revision, readAll(in), more, count);
    }

    private static KvResult.Txn txn(ByteReader in, long revision) throws MalformedException {
        boolean succeeded = in.flag();
        int count = in.count(KvCommand.Txn.MAX_OPERATIONS, LEAST_BYTES);
        List<KvResult> responses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            responses.add(read(in, false));
        }
        return new KvResult.Txn(revision, succeeded, responses);
    }

    private static KvError error(ByteReader in) throws MalformedException {
        int code = in.u8();
        KvError error = KvError.ofCode(code);
        if (error == null) {
            throw new MalformedException("no error of number " + code);
        }
        return error;
    }

    private static void writeAll(ByteWriter out, List<KeyValue> keyValues) {
        out.i32(keyValues.size());
        for (KeyValue keyValue : keyValues) {
            KeyValueCodec.write(out, keyValue);
        }
    }

    private static List<KeyValue> readAll(ByteReader in) throws MalformedException {
        int count = in.count(Integer.MAX_VALUE, KeyValueCodec.LEAST_BYTES);
        List<KeyValue> keyValues = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keyValues.add(KeyValueCodec.read(in));
        }
        return keyValues;
    }
}
