package io.keelson.kv;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;

/**
 * The whole store at one revision, past revisions included, as records: a head, then each change of each key, by key and, of one key, by revision. Equal stores
 * have equal snapshots.
 *
 * <p>Nothing is copied when it begins: changes are only ever added, so what is later than the pinned revision is passed over.
 */
final class KvSnapshot implements Snapshot {
    private static final int FORMAT = 1;
    private static final int PUT = 0;
    private static final int DELETION = 1;
    /** Bytes of a change before its key or record: kind, revision, length. */
    private static final int CHANGE_HEAD = 1 + Long.BYTES + Integer.BYTES + Integer.BYTES;

    private final MvccMap map;
    private final long pinned;
    private final long historyHash;
    private boolean begun;
    private Bytes key;
    private KeyHistory changes;
    private int position;

    /** Pins the map as it is. */
    KvSnapshot(MvccMap map) {
        this.map = map;
        this.pinned = map.revision();
        this.historyHash = map.historyHash();
    }

    @Override
    public Bytes next() {
        if (!begun) {
            begun = true;
            return Bytes.wrap(new ByteWriter().u8(FORMAT).i64(pinned).i64(historyHash).toArray());
        }
        while (changes == null || position == changes.size() || changes.main(position) > pinned) {
            key = map.keyAfter(key);
            if (key == null) {
                return null;
            }
            changes = map.history(key);
            position = 0;
        }
        return change();
    }

    private Bytes change() {
        Revision at = changes.revision(position);
        boolean deletion = changes.isDeletion(position);
        position++;
        Bytes content = deletion ? key : Bytes.wrap(map.record(at));
        ByteWriter out = new ByteWriter(CHANGE_HEAD + content.length()).u8(deletion ? DELETION : PUT).i64(at.main()).i32(at.sub());
        return Bytes.wrap(out.bytes(content).toArray());
    }

    @Override
    public void close() {}

    /** Takes the records and keeps none: whether this version reads them is in the first. */
    static final class Check implements SnapshotRestore {
        private boolean begun;

        @Override
        public void accept(Bytes record) throws DamagedSnapshotException {
            if (!begun) {
                begun = true;
                new Restore(null).accept(record);
            }
        }

        @Override
        public void finish() throws DamagedSnapshotException {
            requireBegun(begun);
        }
    }

    private static void requireBegun(boolean begun) throws DamagedSnapshotException {
        if (!begun) {
            throw new DamagedSnapshotException("the store: it has no records");
        }
    }

    /** Fills an empty map from the records. */
    static final class Restore implements SnapshotRestore {
        private final MvccMap map;
        private boolean begun;
        private long revision;
        private long historyHash;

        Restore(MvccMap map) {
            this.map = map;
        }

        @Override
        public void accept(Bytes record) throws DamagedSnapshotException {
            ByteReader in = new ByteReader(record.shared());
            try {
                if (begun) {
                    change(in);
                } else {
                    begun = true;
                    head(in);
                }
                in.end();
            } catch (MalformedException malformed) {
                throw new DamagedSnapshotException("the store: " + malformed.getMessage());
            }
        }

        private void head(ByteReader in) throws MalformedException, DamagedSnapshotException {
            NewerSnapshotException.requireKnown("the store's part", in.u8(), FORMAT);
            revision = in.i64();
            historyHash = in.i64();
        }

        private void change(ByteReader in) throws MalformedException {
            boolean deletion = in.flag();
            Revision at = new Revision(in.i64(), in.i32());
            if (at.main() > revision || at.sub() < 0) {
                throw new MalformedException("a change at " + at + " in a snapshot at revision " + revision);
            }
            Bytes content = in.bytes();
            if (deletion) {
                map.restoreDeletion(at, content);
            } else {
                map.restorePut(at, content.shared());
            }
        }

        @Override
        public void finish() throws DamagedSnapshotException {
            requireBegun(begun);
            map.restored(revision, historyHash);
        }
    }
}
