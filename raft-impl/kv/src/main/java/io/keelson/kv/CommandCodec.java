package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands as bytes. The first byte is the kind; decoding is total and bounded: any bytes yield a command or a {@link MalformedException}, and
 * nothing is allocated on the word of a length that the bytes do not cover.
 */
public final class CommandCodec {
    private static final int PUT = 1;
    private static final int DELETE_RANGE = 2;
    private static final int TXN = 3;
    private static final int RANGE = 4;

    /** The shortest encoding of an operation and of a compare: what a count of them must at least be covered by. */
    private static final int LEAST_BYTES = 10;

    private CommandCodec() {}

    /** Encodes a command. */
    public static Bytes encode(KvCommand command) {
        ByteWriter out = new ByteWriter();
        switch (command) {
            case KvCommand.Put put -> operation(out, put);
            case KvCommand.DeleteRange delete -> operation(out, delete);
            case KvCommand.Txn txn -> txn(out, txn);
        }
        return Bytes.wrap(out.toArray());
    }

    /**
     * Decodes a command.
     *
     * @param bytes any bytes
     * @return the command, never null
     * @throws MalformedException if the bytes are not exactly one command
     */
    public static KvCommand decode(Bytes bytes) throws MalformedException {
        ByteReader in = new ByteReader(bytes.shared());
        int kind = in.u8();
        KvCommand command =
                switch (kind) {
                    case PUT -> put(in);
                    case DELETE_RANGE -> deleteRange(in);
                    case TXN -> txn(in);
                    default -> throw new MalformedException("no command of kind " + kind);
                };
        in.end();
        return command;
    }

    private static void txn(ByteWriter out, KvCommand.Txn txn) {
        out.u8(TXN).i32(txn.compares().size());
        for (Compare compare : txn.compares()) {
            out.u8(compare.target().ordinal()).u8(compare.relation().ordinal());
            out.bytes(compare.key()).bytes(compare.rangeEnd()).i64(compare.number()).bytes(compare.value());
        }
        operations(out, txn.success());
        operations(out, txn.failure());
    }

    private static KvCommand.Txn txn(ByteReader in) throws MalformedException {
        int count = in.count(KvCommand.Txn.MAX_OPERATIONS, LEAST_BYTES);
        List<Compare> compares = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            compares.add(new Compare(
                    in.constant(Compare.Target.values()),
                    in.constant(Compare.Relation.values()),
                    in.bytes(),
                    in.bytes(),
                    in.i64(),
                    in.bytes()));
        }
        return new KvCommand.Txn(compares, operations(in), operations(in));
    }

    private static void operations(ByteWriter out, List<KvOperation> operations) {
        out.i32(operations.size());
        for (KvOperation operation : operations) {
            operation(out, operation);
        }
    }

    private static List<KvOperation> operations(ByteReader in) throws MalformedException {
        int count = in.count(KvCommand.Txn.MAX_OPERATIONS, LEAST_BYTES);
        List<KvOperation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            operations.add(
                    switch (kind) {
                        case PUT -> put(in);
                        case DELETE_RANGE -> deleteRange(in);
                        case RANGE -> range(in);
                        default -> throw new MalformedException("no operation of kind " + kind);
                    });
        }
        return operations;
    }

    private static void operation(ByteWriter out, KvOperation operation) {
        switch (operation) {
            case KvCommand.Put put -> out.u8(PUT)
                    .bytes(put.key())
                    .bytes(put.value())
                    .i64(put.lease())
                    .flag(put.prevKv())
                    .flag(put.ignoreValue())
                    .flag(put.ignoreLease());
            case KvCommand.DeleteRange delete -> out.u8(DELETE_RANGE)
                    .bytes(delete.key())
                    .bytes(delete.rangeEnd())
                    .flag(delete.prevKv());
            case RangeRequest range -> out.u8(RANGE)
                    .bytes(range.key())
                    .bytes(range.rangeEnd())
                    .i64(range.limit())
                    .i64(range.revision())
                    .u8(range.sortOrder().ordinal())
                    .u8(range.sortTarget().ordinal())
                    .flag(range.keysOnly())
                    .flag(range.countOnly())
                    .i64(range.minModRevision())
                    .i64(range.maxModRevision())
                    .i64(range.minCreateRevision())
                    .i64(range.maxCreateRevision());
        }
    }

    private static KvCommand.Put put(ByteReader in) throws MalformedException {
        return new KvCommand.Put(in.bytes(), in.bytes(), in.i64(), in.flag(), in.flag(), in.flag());
    }

    private static KvCommand.DeleteRange deleteRange(ByteReader in) throws MalformedException {
        return new KvCommand.DeleteRange(in.bytes(), in.bytes(), in.flag());
    }

    private static RangeRequest range(ByteReader in) throws MalformedException {
        return new RangeRequest(
                in.bytes(),
                in.bytes(),
                in.i64(),
                in.i64(),
                in.constant(RangeRequest.SortOrder.values()),
                in.constant(RangeRequest.SortTarget.values()),
                in.flag(),
                in.flag(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64());
    }
}
