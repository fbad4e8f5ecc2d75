/**
 * The replicated key-value store: an MVCC map with etcd's semantics, as a deterministic {@link io.keelson.node.StateMachine}.
 *
 * <p>Commands and results are plain values with a bounded codec; an ordered index in the heap maps keys to revisions; the bytes of the revisions
 * lie behind {@link io.keelson.kv.RevisionStore}. Byte sequences are keys and values; an empty {@code rangeEnd} means one key, the single byte 0
 * means every key from {@code key} on.
 */
package io.keelson.kv;
