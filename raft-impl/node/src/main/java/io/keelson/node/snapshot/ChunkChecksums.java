package io.keelson.node.snapshot;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The checksums of a snapshot's chunks so far, and from them the one checksum of all. */
final class ChunkChecksums {
    private int[] checksums = new int[16];
    private int count;

    /** Takes the next chunk. */
    void add(byte[] chunk) {
        if (count == checksums.length) {
            checksums = Arrays.copyOf(checksums, 2 * count);
        }
        checksums[count++] = of(count, chunk);
    }

    int count() {
        return count;
    }

    /** The checksum of all chunks so far. */
    int total() {
        return total(count);
    }

    /** The checksum of all chunks so far and this one after them. */
    int totalWith(byte[] next) {
        add(next);
        int total = total(count);
        count--;
        return total;
    }

    private int total(int chunks) {
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(chunks, Integer.BYTES));
        for (int i = 0; i < chunks; i++) {
            all.putInt(checksums[i]);
        }
        CRC32C crc = new CRC32C();
        crc.update(all.flip());
        return (int) crc.getValue();
    }

    private static int of(int number, byte[] chunk) {
        return SnapshotFormat.chunkChecksum(number, ByteBuffer.wrap(chunk));
    }
}
