package io.keelson.kv;

import io.keelson.core.Bytes;

/**
 * A condition of a transaction. It holds if it holds for every key of the range; on an empty range it is judged as on a key with version 0 and
 * revisions 0, except that a comparison of values fails.
 *
 * @param target what is compared
 * @param relation how the key's side must stand to the operand
 * @param key the first key, not empty
 * @param rangeEnd as in {@link RangeRequest}
 * @param number the operand, unless the target is the value
 * @param value the operand if the target is the value, else empty
 */
public record Compare(Target target, Relation relation, Bytes key, Bytes rangeEnd, long number, Bytes value) {
    /** What is compared. The order is that of the encoding. */
    public enum Target {
        /** The key's version. */
        VERSION,
        /** The revision that created the key. */
        CREATE,
        /** The revision that last changed the key. */
        MOD,
        /** The key's value, as unsigned bytes. */
        VALUE,
        /** The key's lease. */
        LEASE
    }

    /** How the key's side must stand to the operand. The order is that of the encoding. */
    public enum Relation {
        /** Equal. */
        EQUAL,
        /** The key's side is greater. */
        GREATER,
        /** The key's side is less. */
        LESS,
        /** Not equal. */
        NOT_EQUAL;

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case GREATER -> order > 0;
                case LESS -> order < 0;
                case NOT_EQUAL -> order != 0;
            };
        }
    }

    /** Holds if the key has this value. */
    public static Compare valueEquals(Bytes key, Bytes value) {
        return new Compare(Target.VALUE, Relation.EQUAL, key, Bytes.EMPTY, 0, value);
    }

    /** Holds if the key does not exist. */
    public static Compare absent(Bytes key) {
        return new Compare(Target.VERSION, Relation.EQUAL, key, Bytes.EMPTY, 0, Bytes.EMPTY);
    }

    /** Says whether the condition holds for one key. */
    boolean holdsFor(KeyValue keyValue) {
        int order =
                switch (target) {
                    case VERSION -> Long.compare(keyValue.version(), number);
                    case CREATE -> Long.compare(keyValue.createRevision(), number);
                    case MOD -> Long.compare(keyValue.modRevision(), number);
                    case VALUE -> keyValue.value().compareTo(value);
                    case LEASE -> Long.compare(keyValue.lease(), number);
                };
        return relation.holds(order);
    }

    /** Says whether the condition holds for a range without any key. */
    boolean holdsForNothing() {
        return target != Target.VALUE && relation.holds(Long.compare(0, number));
    }
}
