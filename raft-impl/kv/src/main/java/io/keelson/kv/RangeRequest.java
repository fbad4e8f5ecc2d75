package io.keelson.kv;

import io.keelson.core.Bytes;

/**
 * A query.
 *
 * @param key the first key, not empty
 * @param rangeEnd empty for one key; the single byte 0 for all keys from {@code key}; else the first key beyond
 * @param limit the most keys to return, 0 for all
 * @param revision the store as it stood at this revision; 0 or less for now
 * @param sortOrder the order of the answer
 * @param sortTarget what the order is of
 * @param keysOnly leave the values out
 * @param countOnly only count
 * @param minModRevision leave out keys last changed before this, 0 for none
 * @param maxModRevision leave out keys last changed after this, 0 for none
 * @param minCreateRevision leave out keys created before this, 0 for none
 * @param maxCreateRevision leave out keys created after this, 0 for none
 */
public record RangeRequest(
        Bytes key,
        Bytes rangeEnd,
        long limit,
        long revision,
        SortOrder sortOrder,
        SortTarget sortTarget,
        boolean keysOnly,
        boolean countOnly,
        long minModRevision,
        long maxModRevision,
        long minCreateRevision,
        long maxCreateRevision)
        implements KvOperation {
    /** The order of an answer. The order of the constants is that of the encoding. */
    public enum SortOrder {
        /** As the store has them: keys ascending; ascending by any other target. */
        NONE,
        /** Smallest first. */
        ASCEND,
        /** Largest first. */
        DESCEND
    }

    /** What is ordered. The order of the constants is that of the encoding. */
    public enum SortTarget {
        /** The key. */
        KEY,
        /** The version. */
        VERSION,
        /** The revision of creation. */
        CREATE,
        /** The revision of the last change. */
        MOD,
        /** The value, as unsigned bytes. */
        VALUE
    }

    /** One key, as it is now. */
    public static RangeRequest of(Bytes key) {
        return of(key, Bytes.EMPTY);
    }

    /** All keys that begin with a prefix, as they are now. */
    public static RangeRequest prefix(Bytes prefix) {
        return of(prefix, KeyRange.endOfPrefix(prefix));
    }

    /** A range, as it is now. */
    public static RangeRequest of(Bytes key, Bytes rangeEnd) {
        return new RangeRequest(
                key, rangeEnd, 0, 0, SortOrder.NONE, SortTarget.KEY, false, false, 0, 0, 0, 0);
    }

    /** The same query of the store as it stood at a revision. */
    public RangeRequest at(long pastRevision) {
        return new RangeRequest(
                key,
                rangeEnd,
                limit,
                pastRevision,
                sortOrder,
                sortTarget,
                keysOnly,
                countOnly,
                minModRevision,
                maxModRevision,
                minCreateRevision,
                maxCreateRevision);
    }
}
