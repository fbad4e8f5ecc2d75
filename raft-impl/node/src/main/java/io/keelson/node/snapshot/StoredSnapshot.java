package io.keelson.node.snapshot;

import io.keelson.core.LogBase;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;

/** A whole snapshot in a file that is durable under its name. */
public final class StoredSnapshot {
    private final Storage storage;
    private final String name;
    private final StorageFile file;
    private final SnapshotManifest manifest;

    StoredSnapshot(Storage storage, String name, StorageFile file, SnapshotManifest manifest) {
        this.storage = storage;
        this.name = name;
        this.file = file;
        this.manifest = manifest;
    }

    /** Takes a chunk that was read later, or learns that it can't be had. */
    public interface ChunkReader {
        /** The chunk's content, checked. */
        void chunk(byte[] content);

        /** It can't be had: in one line, why. */
        void unreadable(String oneLine);
    }

    /** Returns the name of the file. */
    public String name() {
        return name;
    }

    /** Returns what the file says of itself. */
    public SnapshotManifest manifest() {
        return manifest;
    }

    /** Returns what the snapshot stands for. */
    public LogBase base() {
        return manifest.base();
    }

    /** Says whether it stands for this base. */
    public boolean standsFor(LogBase other) {
        return base().index() == other.index() && base().term() == other.term() && base().chunks() == other.chunks();
    }

    /** Reads a chunk, from 1, without waiting; the reader is told once, later. */
    public void readLater(int chunk, ChunkReader reader) {
        int length = manifest.sizes().sizeOf(chunk);
        file.readLater(SnapshotFormat.chunkOffset(chunk, manifest.chunkBytes()), SnapshotFormat.CHUNK_HEAD + length, (bytes, failure) -> {
            byte[] content = failure == null ? SnapshotFormat.content(chunk, length, bytes) : null;
            if (content != null) {
                reader.chunk(content);
            } else {
                reader.unreadable(failure != null ? failure.getMessage() : damaged(chunk));
            }
        });
    }

    private String damaged(int chunk) {
        return name + " is damaged: " + wrong(chunk);
    }

    private String wrong(int chunk) {
        return "chunk " + chunk + " of " + base().chunks() + " does not have its checksum";
    }

    /**
     * Reads a chunk at once, which is done only while a node opens, or by a tool.
     *
     * @throws DamagedSnapshotException if it is not as it was written
     */
    public byte[] readNow(int chunk) throws DamagedSnapshotException, StorageException {
        int length = manifest.sizes().sizeOf(chunk);
        byte[] content = SnapshotFormat.content(
                chunk, length, file.read(SnapshotFormat.chunkOffset(chunk, manifest.chunkBytes()), SnapshotFormat.CHUNK_HEAD + length));
        if (content == null) {
            throw new DamagedSnapshotException(wrong(chunk));
        }
        return content;
    }

    /**
     * Reads all of it, as {@link #readNow} does.
     *
     * @throws DamagedSnapshotException if anything of it is not as it was written
     */
    public void verify() throws DamagedSnapshotException, StorageException {
        ChunkChecksums all = new ChunkChecksums();
        for (int chunk = 1; chunk <= base().chunks(); chunk++) {
            all.add(readNow(chunk));
        }
        if (all.total() != manifest.checksum()) {
            throw new DamagedSnapshotException("its chunks together do not have their checksum");
        }
    }

    /** Gives the file back. */
    public void close() {
        file.close();
    }

    /** Gives the file back and deletes it. */
    public void delete() throws StorageException {
        file.close();
        storage.delete(name);
    }
}
