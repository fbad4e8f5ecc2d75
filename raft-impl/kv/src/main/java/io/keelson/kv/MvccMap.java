package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Every key at every revision: an ordered index in the heap, the records in a {@link RevisionStore}.
 *
 * <p>Changes between {@link #begin} and {@link #end} share one main revision and see each other. Single-threaded.
 */
final class MvccMap {
    /** The revision of an empty store. */
    static final long FIRST_REVISION = 1;

    private final TreeMap<Bytes, KeyHistory> index = new TreeMap<>();
    private final RevisionStore store;
    private final Quota quota;
    private Hash64 history = new Hash64();
    private long revision = FIRST_REVISION;
    private int changes;

    MvccMap(RevisionStore store, Quota quota) {
        this.store = store;
        this.quota = quota;
    }

    /** The revision of the last command that changed anything. */
    long revision() {
        return revision;
    }

    /** The revision that a read sees now: inside a command, its own changes too. */
    long visibleRevision() {
        return changes > 0 ? revision + 1 : revision;
    }

    /** Begins the changes of one command. */
    void begin() {
        changes = 0;
    }

    /** Ends them: the revision moves on if there were any. */
    void end() {
        revision = visibleRevision();
        changes = 0;
    }

    /** The key as it was at a main revision; null if it did not exist then. */
    KeyValue get(Bytes key, long main) {
        KeyHistory keyHistory = index.get(key);
        Revision at = keyHistory == null ? null : keyHistory.at(main);
        return at == null ? null : load(at);
    }

    /** The revisions that say what the keys of a range were at a main revision, ascending by key; keys that did not exist are left out. */
    List<Revision> revisions(Bytes key, Bytes rangeEnd, long main) {
        List<Revision> found = new ArrayList<>();
        for (KeyHistory keyHistory : histories(key, rangeEnd).values()) {
            Revision at = keyHistory.at(main);
            if (at != null) {
                found.add(at);
            }
        }
        return found;
    }

    /** Reads one revision found before. */
    KeyValue load(Revision at) {
        byte[] record = store.get(at);
        if (record == null) {
            throw new IllegalStateException("the revision store has lost " + at);
        }
        return KeyValueCodec.ofRecord(record);
    }

    /** Gives a key a value. Whether the quota allows it was asked before. */
    void put(Bytes key, Bytes value, long lease, KeyValue previous) {
        Revision at = nextRevision();
        KeyValue current =
                previous == null
                        ? new KeyValue(key, at.main(), at.main(), 1, value, lease)
                        : new KeyValue(key, previous.createRevision(), at.main(), previous.version() + 1, value, lease);
        byte[] record = KeyValueCodec.toRecord(current);
        store.put(at, record);
        quota.take(Quota.charge(record.length));
        index.computeIfAbsent(key, absent -> new KeyHistory()).append(at, false);
        history.add(at.main()).add(at.sub()).add(record);
    }

    /** Deletes the keys of a range and returns them as they were. Needs no quota: there is at most one deletion for each put. */
    List<KeyValue> delete(Bytes key, Bytes rangeEnd) {
        List<KeyValue> deleted = new ArrayList<>();
        long visible = visibleRevision();
        for (Map.Entry<Bytes, KeyHistory> entry : histories(key, rangeEnd).entrySet()) {
            Revision before = entry.getValue().at(visible);
            if (before != null) {
                deleted.add(load(before));
                Revision at = nextRevision();
                entry.getValue().append(at, true);
                history.add(at.main()).add(at.sub()).add(entry.getKey());
            }
        }
        return deleted;
    }

    /** Hashes every change since the store was empty; kept up to date with each change. */
    long historyHash() {
        return history.value();
    }

    /** Hashes the whole content, as it lies in index and store: every key, every revision, every record. */
    long contentHash() {
        Hash64 hash = new Hash64().add(revision);
        for (Map.Entry<Bytes, KeyHistory> entry : index.entrySet()) {
            hash.add(entry.getKey());
            KeyHistory keyHistory = entry.getValue();
            for (int i = 0; i < keyHistory.size(); i++) {
                Revision at = keyHistory.revision(i);
                hash.add(at.main()).add(at.sub());
                if (!keyHistory.isDeletion(i)) {
                    hash.add(store.get(at));
                }
            }
        }
        return hash.value();
    }

    /** The first key in the index after this one, whether it exists or not; null if there is none. A null key is before all. */
    Bytes keyAfter(Bytes key) {
        if (key == null) {
            return index.isEmpty() ? null : index.firstKey();
        }
        return index.higherKey(key);
    }

    /** The changes of a key in the index. */
    KeyHistory history(Bytes key) {
        return index.get(key);
    }

    /** The record of a revision that is no deletion. */
    byte[] record(Revision at) {
        return store.get(at);
    }

    /** Forgets everything: what follows comes from a snapshot. */
    void clear() {
        index.clear();
        store.clear();
        quota.clear();
        history = new Hash64();
        revision = FIRST_REVISION;
        changes = 0;
    }

    /** Takes a put from a snapshot, in which the changes of a key come in their order. */
    void restorePut(Revision at, byte[] record) throws MalformedException {
        Bytes key = KeyValueCodec.whole(record).key();
        KeyHistory changes = index.computeIfAbsent(key, absent -> new KeyHistory());
        requireLater(changes, at);
        store.put(at, record);
        quota.take(Quota.charge(record.length));
        changes.append(at, false);
    }

    /** Takes a deletion from a snapshot. */
    void restoreDeletion(Revision at, Bytes key) throws MalformedException {
        KeyHistory changes = index.get(key);
        if (changes == null) {
            throw new MalformedException("a key is deleted at " + at + " that was never put");
        }
        requireLater(changes, at);
        changes.append(at, true);
    }

    private static void requireLater(KeyHistory changes, Revision at) throws MalformedException {
        if (changes.size() > 0 && changes.main(changes.size() - 1) >= at.main()) {
            throw new MalformedException("a change of a key at " + at + " follows one that is not earlier");
        }
    }

    /** The snapshot has been taken in. */
    void restored(long atRevision, long historyHash) {
        revision = atRevision;
        history = new Hash64(historyHash);
    }

    private Revision nextRevision() {
        return new Revision(revision + 1, changes++);
    }

    private NavigableMap<Bytes, KeyHistory> histories(Bytes key, Bytes rangeEnd) {
        if (KeyRange.isSingle(rangeEnd)) {
            return index.subMap(key, true, key, true);
        }
        if (KeyRange.isOpen(rangeEnd)) {
            return index.tailMap(key, true);
        }
        return key.compareTo(rangeEnd) < 0 ? index.subMap(key, true, rangeEnd, false) : new TreeMap<>();
    }
}
