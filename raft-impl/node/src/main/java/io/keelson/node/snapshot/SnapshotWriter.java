package io.keelson.node.snapshot;

import io.keelson.core.LogBase;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Writes a snapshot file as its chunks come. It forces as it goes, a little at a time: one large force at the end would keep the log's forces waiting as if the disk were
 * stalled.
 */
public final class SnapshotWriter {
    /** So much is written between two forces. */
    private static final long FORCE_BYTES = 256 << 10;

    private final Storage storage;
    private final String name;
    private final StorageFile file;
    private final long cluster;
    private final long group;
    private final int chunkBytes;
    private final Failure failed;
    private final ChunkChecksums checksums = new ChunkChecksums();
    private long bytes;
    private long size;
    private long unforced;
    private int forcing;
    private boolean abandoned;
    /** What waits for the disk; null if nothing does. */
    private Runnable caughtUp;

    /** Is told that the storage has failed. */
    @FunctionalInterface
    public interface Failure {
        /** It has, in one line. */
        void failed(String oneLine);
    }

    SnapshotWriter(Storage storage, String name, StorageFile file, long cluster, long group, int chunkBytes, Failure failed) {
        this.storage = storage;
        this.name = name;
        this.file = file;
        this.cluster = cluster;
        this.group = group;
        this.chunkBytes = chunkBytes;
        this.failed = failed;
    }

    /** Returns how many chunks were taken. */
    public int chunks() {
        return checksums.count();
    }

    /** Returns how many bytes they have. */
    public long bytes() {
        return bytes;
    }

    /** Returns the size of the chunks but the last. */
    public int chunkBytes() {
        return chunkBytes;
    }

    /** Says whether the disk is still busy with what was written before: whoever makes chunks waits until it is not. */
    public boolean isBusy() {
        return forcing > 0;
    }

    /**
     * Waits for the disk, which {@linkplain #isBusy is busy}: who waited before waits no longer.
     *
     * @param then run once as soon as the disk is busy no longer; never if the writer is abandoned, or finished, before
     */
    public void whenCaughtUp(Runnable then) {
        caughtUp = then;
    }

    /** Returns the checksum that the snapshot would have if this were its last chunk. */
    public int checksumWith(byte[] last) {
        return checksums.totalWith(last);
    }

    /**
     * Makes room for a chunk, so that a full disk is noticed before anything depends on it.
     *
     * <p>The room is zeros, in whose place the chunk is written: without them a write that waits for its turn would find the disk full only when the protocol has counted its chunk
     * and a log may be about to begin at the snapshot, and nobody can take that back. The disk writes the place once all the same, since the zeros have not left the system's cache
     * when the chunk comes; they cost the node's thread some 0.1 ms for 256 KiB.
     *
     * @param length the chunk's size
     * @param last what the snapshot stands for, if the chunk is its last; else null
     * @return false if the disk is full
     */
    public boolean reserve(int length, LogBase last) {
        long needed = size + SnapshotFormat.CHUNK_HEAD + length + (last == null ? 0 : SnapshotFormat.manifestBytes(last));
        try {
            if (file.size() < needed) {
                file.resize(needed);
            }
            return true;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                failed.failed("a snapshot can't be written: " + e.getMessage());
            }
            return false;
        }
    }

    /** Writes the next chunk, for which there is room. */
    public void append(byte[] chunk) {
        checksums.add(chunk);
        bytes += chunk.length;
        write(SnapshotFormat.chunk(checksums.count(), chunk));
        if (unforced >= FORCE_BYTES) {
            force(this::goOnWriting);
        }
    }

    private void write(ByteBuffer content) {
        int length = content.remaining();
        try {
            file.write(size, content);
        } catch (StorageException e) {
            failed.failed("a snapshot can't be written where there was room for it: " + e.getMessage());
        }
        size += length;
        unforced += length;
    }

    private void force(Runnable then) {
        unforced = 0;
        forcing++;
        file.force(failure -> {
            forcing--;
            goOn(failure, then);
        });
    }

    private void goOnWriting() {
        Runnable next = caughtUp;
        if (next != null && !isBusy()) {
            caughtUp = null;
            next.run();
        }
    }

    private void goOn(StorageException failure, Runnable then) {
        if (failure != null) {
            failed.failed("a snapshot can't be made durable: " + failure.getMessage());
        } else if (!abandoned) {
            then.run();
        }
    }

    /**
     * All chunks have come: makes the file durable, gives it its name, and makes that durable.
     *
     * @param base what the snapshot stands for, and for which room was made; its number of chunks is theirs
     * @param done told once it is all durable, unless it is abandoned before
     */
    public void finish(LogBase base, Consumer<StoredSnapshot> done) {
        SnapshotManifest manifest = new SnapshotManifest(cluster, group, base, chunkBytes, bytes, checksums.total());
        String finalName = SnapshotFiles.name(group, base);
        write(SnapshotFormat.manifest(manifest));
        force(() -> {
            try {
                storage.rename(name, finalName);
            } catch (StorageException e) {
                failed.failed("a snapshot can't be given its name: " + e.getMessage());
                return;
            }
            StoredSnapshot stored = new StoredSnapshot(storage, finalName, file, manifest);
            storage.forceNames(failure -> goOn(failure, () -> done.accept(stored)));
        });
    }

    /** Gives up: nothing is left of the file. Not once it has been given its name. */
    public void abandon() {
        abandoned = true;
        file.close();
        try {
            storage.delete(name);
        } catch (StorageException e) {
            // It goes with the next opening.
        }
    }
}
