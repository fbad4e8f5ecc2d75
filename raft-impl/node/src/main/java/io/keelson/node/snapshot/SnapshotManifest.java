package io.keelson.node.snapshot;

import io.keelson.core.LogBase;
import io.keelson.node.wire.ChunkSizes;

/**
 * What a snapshot file says of itself, after its chunks.
 *
 * @param cluster the cluster's id
 * @param group the group's id
 * @param base what the snapshot stands for: index, term, configuration, and the number of chunks
 * @param chunkBytes the size of each chunk but the last, which may be smaller
 * @param bytes the size of all chunks together
 * @param checksum CRC32C of the checksums of all chunks, in order
 */
public record SnapshotManifest(long cluster, long group, LogBase base, int chunkBytes, long bytes, int checksum) {
    /** Returns into what chunks it is cut. */
    public ChunkSizes sizes() {
        return new ChunkSizes(base.chunks(), chunkBytes, bytes);
    }
}
