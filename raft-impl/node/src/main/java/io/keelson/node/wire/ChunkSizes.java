package io.keelson.node.wire;

/**
 * Into what chunks a snapshot is cut.
 *
 * @param chunks how many
 * @param chunkBytes the size of each but the last, which may be smaller
 * @param bytes the size of all together
 */
public record ChunkSizes(int chunks, int chunkBytes, long bytes) {
    /** The largest chunk that is written, sent or read. */
    public static final int MOST_CHUNK_BYTES = 8 << 20;

    /** Says whether the sizes agree with each other: as many chunks as it takes, none larger than there may be. */
    public boolean isPlausible() {
        return chunks >= 1
                && chunkBytes >= 1
                && chunkBytes <= MOST_CHUNK_BYTES
                && bytes > (chunks - 1L) * chunkBytes
                && bytes <= (long) chunks * chunkBytes;
    }

    /** The size of a chunk, from 1. */
    public int sizeOf(int chunk) {
        return chunk < chunks ? chunkBytes : (int) (bytes - (chunk - 1L) * chunkBytes);
    }
}
