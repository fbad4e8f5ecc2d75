package io.keelson.node.snapshot;

import io.keelson.core.Configuration;
import io.keelson.core.LogBase;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a snapshot file:
 *
 * <pre>
 * chunk 1: crc:4 length:4 content     (crc over the chunk's number, its length and its content)
 * chunk 2, and so on: each but the last as long as the first
 * manifest: format:4 cluster:8 group:8 index:8 term:8 chunks:4 chunkBytes:4 bytes:8 checksum:4 configuration
 * trailer: manifest length:4  crc of the manifest:4  magic:8
 * </pre>
 *
 * <p>Numbers are big-endian. What is known only at the end stands at the end, so that a snapshot is written as it is made. The number of a chunk is under its
 * checksum: one in the wrong place is not intact there.
 */
final class SnapshotFormat {
    static final int FORMAT = 1;
    static final int CHUNK_HEAD = 2 * Integer.BYTES;
    static final int TRAILER = 2 * Integer.BYTES + Long.BYTES;
    static final int MOST_MANIFEST_BYTES = 64 << 10;
    private static final int FIXED = 4 * Integer.BYTES + 5 * Long.BYTES;
    private static final long MAGIC = 0x4b45454c534e4150L;

    private SnapshotFormat() {}

    /** Where a chunk begins, its head included. */
    static long chunkOffset(int chunk, int chunkBytes) {
        return (chunk - 1L) * (chunkBytes + CHUNK_HEAD);
    }

    /** Returns a chunk with its head, ready to be written. */
    static ByteBuffer chunk(int number, byte[] content) {
        return ByteBuffer.allocate(CHUNK_HEAD + content.length)
                .putInt(chunkChecksum(number, ByteBuffer.wrap(content)))
                .putInt(content.length)
                .put(content)
                .flip();
    }

    /** Returns a chunk's content; null if these bytes are not that chunk, whole. */
    static byte[] content(int number, int length, ByteBuffer bytes) {
        if (bytes.remaining() != CHUNK_HEAD + length) {
            return null;
        }
        int checksum = bytes.getInt();
        if (bytes.getInt() != length || chunkChecksum(number, bytes.duplicate()) != checksum) {
            return null;
        }
        byte[] content = new byte[length];
        bytes.get(content);
        return content;
    }

    /** The bytes that {@link #manifest} will have. */
    static int manifestBytes(LogBase base) {
        return FIXED + PayloadCodec.size(base.configuration()) + TRAILER;
    }

    static int chunkChecksum(int number, ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(CHUNK_HEAD).putInt(number).putInt(content.remaining()).flip());
        crc.update(content);
        return (int) crc.getValue();
    }

    /** Returns manifest and trailer. */
    static ByteBuffer manifest(SnapshotManifest manifest) {
        LogBase base = manifest.base();
        int length = manifestBytes(base) - TRAILER;
        ByteBuffer out = ByteBuffer.allocate(manifestBytes(base))
                .putInt(FORMAT)
                .putLong(manifest.cluster())
                .putLong(manifest.group())
                .putLong(base.index())
                .putLong(base.term())
                .putInt(base.chunks())
                .putInt(manifest.chunkBytes())
                .putLong(manifest.bytes())
                .putInt(manifest.checksum());
        PayloadCodec.encode(base.configuration(), out);
        return out.putInt(length).putInt(checksum(out.duplicate().flip().limit(length))).putLong(MAGIC).flip();
    }

    /** Returns the length of the manifest that a trailer tells of. */
    static int manifestLength(ByteBuffer trailer) throws DamagedSnapshotException {
        if (trailer.remaining() != TRAILER || trailer.getLong(2 * Integer.BYTES) != MAGIC) {
            throw new DamagedSnapshotException("it does not end as a snapshot ends: it was cut off, or is something else");
        }
        int length = trailer.getInt(0);
        if (length < FIXED || length > MOST_MANIFEST_BYTES) {
            throw new DamagedSnapshotException("its manifest would have " + length + " bytes");
        }
        return length;
    }

    static SnapshotManifest manifest(ByteBuffer in, ByteBuffer trailer) throws DamagedSnapshotException {
        if (in.remaining() < FIXED || checksum(in.duplicate()) != trailer.getInt(Integer.BYTES)) {
            throw new DamagedSnapshotException("its manifest does not have its checksum");
        }
        NewerSnapshotException.requireKnown("it", in.getInt(), FORMAT);
        long cluster = in.getLong();
        long group = in.getLong();
        long index = in.getLong();
        long term = in.getLong();
        int chunks = in.getInt();
        int chunkBytes = in.getInt();
        long bytes = in.getLong();
        int checksum = in.getInt();
        SnapshotManifest manifest =
                new SnapshotManifest(cluster, group, new LogBase(index, term, configuration(in), chunks), chunkBytes, bytes, checksum);
        if (!manifest.sizes().isPlausible()) {
            throw new DamagedSnapshotException("its manifest contradicts itself: " + manifest);
        }
        return manifest;
    }

    private static Configuration configuration(ByteBuffer in) throws DamagedSnapshotException {
        try {
            if (PayloadCodec.decode(in) instanceof Configuration configuration && !in.hasRemaining()) {
                return configuration;
            }
        } catch (MalformedFrameException malformed) {
            throw new DamagedSnapshotException("its configuration can't be read: " + malformed.getMessage());
        }
        throw new DamagedSnapshotException("its manifest has no configuration");
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
