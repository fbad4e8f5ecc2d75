package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.List;

/** The few commands that workloads are made of, ready to propose, and what their answers say. */
public final class KvCommands {
    private KvCommands() {}

    /** A put, encoded. */
    public static Bytes put(Bytes key, Bytes value) {
        return CommandCodec.encode(KvCommand.Put.of(key, value));
    }

    /** A deletion of one key, encoded. */
    public static Bytes delete(Bytes key) {
        return CommandCodec.encode(new KvCommand.DeleteRange(key, Bytes.EMPTY, false));
    }

    /**
     * Puts a value only if the key has the expected one; encoded.
     *
     * @param key the key
     * @param expected the value it must have; null if it must not exist
     * @param value the value it gets then
     */
    public static Bytes compareAndSet(Bytes key, Bytes expected, Bytes value) {
        Compare condition = expected == null ? Compare.absent(key) : Compare.valueEquals(key, expected);
        return CommandCodec.encode(
                new KvCommand.Txn(List.of(condition), List.of(KvCommand.Put.of(key, value)), List.of()));
    }

    /**
     * Says whether the comparison of a transaction held.
     *
     * @param answer what {@link KvStateMachine#apply} returned for a transaction
     * @throws IllegalArgumentException if the answer is no transaction's, or the transaction was refused
     */
    public static boolean succeeded(Bytes answer) {
        if (result(answer) instanceof KvResult.Txn txn) {
            return txn.succeeded();
        }
        throw new IllegalArgumentException("not the answer of a txn that was carried out: " + result(answer));
    }

    /**
     * Decodes an answer of this very program, which can't be malformed.
     *
     * @param answer what {@link KvStateMachine#apply} returned
     * @throws IllegalArgumentException if it is malformed all the same
     */
    public static KvResult result(Bytes answer) {
        try {
            return ResultCodec.decode(answer);
        } catch (MalformedException malformed) {
            throw new IllegalArgumentException("not an answer of the store: " + malformed.getMessage(), malformed);
        }
    }
}
