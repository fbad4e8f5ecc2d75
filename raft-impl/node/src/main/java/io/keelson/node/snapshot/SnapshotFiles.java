package io.keelson.node.snapshot;

import io.keelson.core.LogBase;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;

/**
 * The snapshot files of a node's directory. A snapshot has its own name only once it is whole and durable; before that it is a temporary file, of which the next
 * opening knows nothing but that it may go.
 */
public final class SnapshotFiles {
    private static final String PREFIX = "snapshot-";
    private static final String TEMPORARY = "unfinished-snapshot-";

    private final Storage storage;
    private final long cluster;
    private long temporaries;

    /** The snapshots of a cluster's node in its directory. */
    public SnapshotFiles(Storage storage, long cluster) {
        this.storage = storage;
        this.cluster = cluster;
    }

    /** The name of a group's snapshot; names of one group ascend with the index. */
    public static String name(long group, LogBase base) {
        return prefix(group) + padded(base.index(), 19) + "-" + padded(base.term(), 19);
    }

    /** Says whether a file has the name of a snapshot of a group. */
    public static boolean isOf(long group, String name) {
        return name.startsWith(prefix(group));
    }

    private static String prefix(long group) {
        return PREFIX + padded(group, 10) + "-";
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /**
     * Begins a new file.
     *
     * @param group whose
     * @param chunkBytes the size of its chunks but the last
     * @param failed told, in one line, that the storage has failed
     */
    public SnapshotWriter begin(long group, int chunkBytes, SnapshotWriter.Failure failed) throws StorageException {
        String name = TEMPORARY + padded(group, 10) + "-" + ++temporaries;
        return new SnapshotWriter(storage, name, storage.openAside(name), cluster, group, chunkBytes, failed);
    }

    /**
     * Opens the snapshot that stands for a group's base, and reads all of it. Called while the node opens.
     *
     * @throws DamagedSnapshotException if there is none, or it is not as it was written
     */
    public StoredSnapshot open(long group, LogBase base) throws DamagedSnapshotException, StorageException {
        String name = name(group, base);
        if (!storage.list().contains(name)) {
            throw new DamagedSnapshotException("there is no such file");
        }
        StorageFile file = storage.openAside(name);
        try {
            StoredSnapshot snapshot = new StoredSnapshot(storage, name, file, readManifest(file));
            SnapshotManifest manifest = snapshot.manifest();
            if (manifest.cluster() != cluster || manifest.group() != group || !snapshot.standsFor(base)) {
                throw new DamagedSnapshotException("it is not what it is named: " + manifest);
            }
            snapshot.verify();
            return snapshot;
        } catch (DamagedSnapshotException | StorageException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Reads what a snapshot file says of itself.
     *
     * @throws DamagedSnapshotException if the file does not end as a snapshot ends
     */
    public static SnapshotManifest readManifest(StorageFile file) throws DamagedSnapshotException, StorageException {
        long end = file.size() - SnapshotFormat.TRAILER;
        if (end < 0) {
            throw new DamagedSnapshotException("it has only " + file.size() + " bytes");
        }
        var trailer = file.read(end, SnapshotFormat.TRAILER);
        int length = SnapshotFormat.manifestLength(trailer);
        long begin = end - length;
        if (begin < 0) {
            throw new DamagedSnapshotException("it has only " + file.size() + " bytes");
        }
        SnapshotManifest manifest = SnapshotFormat.manifest(file.read(begin, length), trailer);
        if (begin != manifest.base().chunks() * (long) SnapshotFormat.CHUNK_HEAD + manifest.bytes()) {
            throw new DamagedSnapshotException("it has " + file.size() + " bytes, which is not what its manifest says");
        }
        return manifest;
    }

    /** A snapshot in a file that is only read, such as a copy; its manifest is read, its chunks are not. */
    public static StoredSnapshot of(StorageFile file) throws DamagedSnapshotException, StorageException {
        return new StoredSnapshot(null, "the copy", file, readManifest(file));
    }

    /** Deletes a group's snapshots, for it has left this node. */
    public void deleteAll(long group) throws StorageException {
        for (String name : storage.list()) {
            if (name.startsWith(prefix(group))) {
                storage.delete(name);
            }
        }
    }

    /** Deletes a group's snapshots but the one that stands for its base. Other groups may be in the midst of theirs: a group can come at any time. */
    public void deleteAllBut(long group, LogBase base) throws StorageException {
        for (String name : storage.list()) {
            if (name.startsWith(prefix(group)) && !name.equals(name(group, base))) {
                storage.delete(name);
            }
        }
    }

    /** Deletes what was left unfinished of any group. Called while the node opens, before anything is begun. */
    public void deleteUnfinished() throws StorageException {
        for (String name : storage.list()) {
            if (name.startsWith(TEMPORARY)) {
                storage.delete(name);
            }
        }
    }
}
