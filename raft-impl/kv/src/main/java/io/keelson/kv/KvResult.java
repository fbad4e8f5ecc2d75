package io.keelson.kv;

import java.util.List;

/** The answer to a command or a query. */
public sealed interface KvResult {
    /**
     * A key was put.
     *
     * @param revision the store's revision afterwards
     * @param previous the key before, if asked for and it existed; else null
     */
    record Put(long revision, KeyValue previous) implements KvResult {}

    /**
     * Keys were deleted.
     *
     * @param revision the store's revision afterwards; unchanged if there was nothing to delete
     * @param deleted how many
     * @param previous the keys before, ascending, if asked for; else empty
     */
    record DeleteRange(long revision, long deleted, List<KeyValue> previous) implements KvResult {
        public DeleteRange {
            previous = List.copyOf(previous);
        }
    }

    /**
     * What a query found.
     *
     * @param revision the store's revision now, whatever revision was asked for
     * @param keyValues the keys, in the order asked for
     * @param more whether the limit cut some off
     * @param count how many keys the range holds, whatever the limit and the filters
     */
    record Range(long revision, List<KeyValue> keyValues, boolean more, long count) implements KvResult {
        public Range {
            keyValues = List.copyOf(keyValues);
        }
    }

    /**
     * A transaction was carried out.
     *
     * @param revision the store's revision afterwards
     * @param succeeded whether all compares held
     * @param responses one for each operation of the branch taken, in order
     */
    record Txn(long revision, boolean succeeded, List<KvResult> responses) implements KvResult {
        public Txn {
            responses = List.copyOf(responses);
        }
    }

    /**
     * The command had no effect and never will have.
     *
     * @param revision the store's revision
     * @param error why
     */
    record Refused(long revision, KvError error) implements KvResult {}

    /** The store's revision when the answer was made. */
    long revision();
}
