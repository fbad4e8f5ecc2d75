package io.keelson.kv;

import java.util.TreeMap;

/** Keeps the bytes in the heap: for simulations, where thousands of stores live for a moment, and for tests. */
public final class HeapRevisionStore implements RevisionStore {
    private final TreeMap<Revision, byte[]> records = new TreeMap<>();

    @Override
    public void put(Revision revision, byte[] record) {
        records.put(revision, record);
    }

    @Override
    public byte[] get(Revision revision) {
        return records.get(revision);
    }

    @Override
    public void remove(Revision revision) {
        records.remove(revision);
    }

    @Override
    public void clear() {
        records.clear();
    }

    @Override
    public void close() {
        records.clear();
    }
}
