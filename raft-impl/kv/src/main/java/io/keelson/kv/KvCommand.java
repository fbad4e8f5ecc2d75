package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.List;

/** A command of the store, as it is replicated. */
public sealed interface KvCommand {
    /**
     * Gives a key a value.
     *
     * @param key not empty
     * @param value the value; empty if {@code ignoreValue}
     * @param lease the lease to bind the key to, 0 for none
     * @param prevKv whether the answer holds what the key was before
     * @param ignoreValue keep the present value; the key must exist
     * @param ignoreLease keep the present lease; the key must exist
     */
    record Put(Bytes key, Bytes value, long lease, boolean prevKv, boolean ignoreValue, boolean ignoreLease)
            implements KvCommand, KvOperation {
        /** A plain put, without lease. */
        public static Put of(Bytes key, Bytes value) {
            return new Put(key, value, 0, false, false, false);
        }
    }

    /**
     * Deletes the keys of a range.
     *
     * @param key the first key, not empty
     * @param rangeEnd empty for one key; the single byte 0 for all keys from {@code key}; else the first key that stays
     * @param prevKv whether the answer holds what was deleted
     */
    record DeleteRange(Bytes key, Bytes rangeEnd, boolean prevKv) implements KvCommand, KvOperation {}

    /**
     * Compares, then carries out one of two branches, all at one revision.
     *
     * @param compares all must hold for the success branch
     * @param success what to do then
     * @param failure what to do else
     */
    record Txn(List<Compare> compares, List<KvOperation> success, List<KvOperation> failure) implements KvCommand {
        /** The most compares, and the most operations of a branch. */
        public static final int MAX_OPERATIONS = 128;

        public Txn {
            compares = List.copyOf(compares);
            success = List.copyOf(success);
            failure = List.copyOf(failure);
        }
    }
}
