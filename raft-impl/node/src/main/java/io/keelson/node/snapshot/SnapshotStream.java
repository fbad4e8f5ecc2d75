package io.keelson.node.snapshot;

import io.keelson.core.LogBase;
import io.keelson.node.Snapshot;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;

/** A snapshot as the bytes of a copy, made as they are asked for: those of a snapshot file, and a {@link CopyEnding}. */
public final class SnapshotStream implements AutoCloseable {
    private final Snapshot source;
    private final RecordPacker packer;
    private final long cluster;
    private final long group;
    private final LogBase pinned;
    private final int chunkBytes;
    private final BooleanSupplier intact;
    private final MessageDigest digest = CopyEnding.digest();
    private final ChunkChecksums checksums = new ChunkChecksums();
    private long bytes;
    private long length;
    private boolean manifested;
    private boolean ended;

    /**
     * Begins.
     *
     * @param source closed with this
     * @param cluster the cluster's id
     * @param group the group's id
     * @param pinned what the snapshot stands for; the number of its chunks is not known yet
     * @param chunkBytes the size of its chunks but the last
     * @param intact says whether what the source reads is still what was pinned
     */
    public SnapshotStream(Snapshot source, long cluster, long group, LogBase pinned, int chunkBytes, BooleanSupplier intact) {
        this.source = source;
        this.packer = new RecordPacker(source, chunkBytes);
        this.cluster = cluster;
        this.group = group;
        this.pinned = pinned;
        this.chunkBytes = chunkBytes;
        this.intact = intact;
    }

    /**
     * Makes the next bytes of the copy, about as many as a chunk has.
     *
     * @return the bytes; null if there are no more
     * @throws IllegalStateException if the state that was pinned is gone, because another was installed in its place: what was made so far is of no use
     */
    public byte[] next() {
        if (ended) {
            return null;
        }
        if (manifested) {
            ended = true;
            return CopyEnding.of(length, digest);
        }
        if (!intact.getAsBoolean()) {
            throw new IllegalStateException("the state was replaced while it was read out; begin again");
        }
        byte[] chunk = packer.next();
        if (chunk == null) {
            manifested = true;
            LogBase base = new LogBase(pinned.index(), pinned.term(), pinned.configuration(), checksums.count());
            return counted(SnapshotFormat.manifest(new SnapshotManifest(cluster, group, base, chunkBytes, bytes, checksums.total())));
        }
        checksums.add(chunk);
        bytes += chunk.length;
        return counted(SnapshotFormat.chunk(checksums.count(), chunk));
    }

    private byte[] counted(ByteBuffer content) {
        byte[] array = new byte[content.remaining()];
        content.get(array);
        length += array.length;
        digest.update(array);
        return array;
    }

    @Override
    public void close() {
        source.close();
    }
}
