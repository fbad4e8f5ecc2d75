package io.keelson.kv;

import io.keelson.core.Bytes;

/**
 * A key as it stood at one revision.
 *
 * @param key not empty
 * @param createRevision the revision that created it, after it was last absent
 * @param modRevision the revision that gave it this value
 * @param version 1 when created, one more with each change since
 * @param value may be empty
 * @param lease the lease it is bound to, 0 for none
 */
public record KeyValue(Bytes key, long createRevision, long modRevision, long version, Bytes value, long lease) {
    /** The same key without its value, for requests that want keys only. */
    public KeyValue withoutValue() {
        return new KeyValue(key, createRevision, modRevision, version, Bytes.EMPTY, lease);
    }
}
