package io.keelson.node.snapshot;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What follows a snapshot's bytes where a copy of it leaves the cluster:
 *
 * <pre>
 * zeros, so that what stands before the digest is a multiple of 512 bytes
 * length:8   of the snapshot itself
 * digest:32  SHA-256 of all that stands before
 * </pre>
 *
 * <p>It is what etcd's clients look for: they keep a snapshot only if it is 32 bytes longer than a multiple of 512. The digest covers every byte, the zeros too.
 */
public final class CopyEnding {
    /** The bytes of the digest. */
    public static final int DIGEST_BYTES = 32;

    private static final int BLOCK = 512;

    private CopyEnding() {}

    /** Returns a digest with nothing in it. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every Java platform has SHA-256", missing);
        }
    }

    /**
     * Makes the ending.
     *
     * @param length the snapshot's bytes
     * @param digest of those bytes; used up
     */
    static byte[] of(long length, MessageDigest digest) {
        int zeros = (int) Math.floorMod(-(length + Long.BYTES), (long) BLOCK);
        ByteBuffer ending = ByteBuffer.allocate(zeros + Long.BYTES + DIGEST_BYTES).position(zeros).putLong(length);
        digest.update(ending.array(), 0, zeros + Long.BYTES);
        return ending.put(digest.digest()).array();
    }

    /**
     * Says whether a file may have this ending, and how long its snapshot would be then.
     *
     * @param size of the file
     * @return where the length stands, -1 if the file has no such ending by its size
     */
    public static long lengthAt(long size) {
        return size > DIGEST_BYTES + Long.BYTES && size % BLOCK == DIGEST_BYTES ? size - DIGEST_BYTES - Long.BYTES : -1;
    }

    /** Says whether a snapshot of this length would have its ending's length there. */
    public static boolean isPlausible(long length, long lengthAt) {
        return length > 0 && length <= lengthAt && lengthAt - length < BLOCK;
    }
}
