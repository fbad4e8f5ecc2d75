package io.keelson.node;

import io.keelson.node.wire.ChunkSizes;

/**
 * When a group's state machine is read out to a snapshot, and how much of the log is kept behind it.
 *
 * @param everyEntries a snapshot is taken once so many entries were applied since the last one, from 1
 * @param everyBytes or once their payloads have so many bytes together, from 1
 * @param tailEntries the log up to a snapshot is dropped once so many entries follow it, from 0: a follower that lacks no more than these is sent entries
 * @param tailBytes or once their payloads have so many bytes together, from 0
 * @param chunkBytes the size of the chunks in which a snapshot is made, sent and checked, from 1: also the most that is read out in one go between two commands
 * @param sendBytesPerSecond the most that a node sends of snapshots, those of all its groups together, from 1; {@link #UNLIMITED} for no limit
 */
public record SnapshotSettings(long everyEntries, long everyBytes, long tailEntries, long tailBytes, int chunkBytes, long sendBytesPerSecond) {
    /** As fast as disk, network and receivers allow. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** What a server uses unless told otherwise. */
    public static final SnapshotSettings DEFAULT = new SnapshotSettings(250_000, 64L << 20, 10_000, 16L << 20, 256 << 10, 64L << 20);

    /** Without a limit to what is sent. */
    public SnapshotSettings(long everyEntries, long everyBytes, long tailEntries, long tailBytes, int chunkBytes) {
        this(everyEntries, everyBytes, tailEntries, tailBytes, chunkBytes, UNLIMITED);
    }

    public SnapshotSettings {
        if (everyEntries < 1 || everyBytes < 1 || tailEntries < 0 || tailBytes < 0) {
            throw new IllegalArgumentException("snapshots count from 1 entry and 1 byte, tails from 0: every " + everyEntries + " entries or " + everyBytes
                    + " bytes, tail " + tailEntries + " entries or " + tailBytes + " bytes");
        }
        if (sendBytesPerSecond < 1) {
            throw new IllegalArgumentException("snapshots are sent at 1 byte a second or more, not " + sendBytesPerSecond);
        }
        if (chunkBytes < 1 || chunkBytes > ChunkSizes.MOST_CHUNK_BYTES) {
            throw new IllegalArgumentException("a chunk has 1 to " + ChunkSizes.MOST_CHUNK_BYTES + " bytes, not " + chunkBytes);
        }
    }

    /** Says whether so much was applied since the last snapshot that another is due. */
    boolean isDue(long entries, long bytes) {
        return entries >= everyEntries || (bytes >= everyBytes && entries > 0);
    }

    /** Says whether so much follows a snapshot that the log up to it may go. */
    boolean isTail(long entries, long bytes) {
        return entries >= tailEntries || bytes >= tailBytes;
    }
}
