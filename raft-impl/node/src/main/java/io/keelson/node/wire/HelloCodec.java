package io.keelson.node.wire;

import java.nio.ByteBuffer;

/**
 * The bytes of a {@link Hello}: {@code magic:4, oldestVersion:2, newestVersion:2, clusterId:8, memberId:8, incarnation:8}, big-endian. This
 * layout is the same in every protocol version, so that two builds find the newest version that both speak, or can say that there is none.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class HelloCodec {
    /** The length of every hello, in bytes. */
    public static final int SIZE = Integer.BYTES + 2 * Short.BYTES + 3 * Long.BYTES;

    /** "KEEL" in ASCII. */
    private static final int MAGIC = 0x4b45454c;

    private HelloCodec() {}

    /**
     * Encodes a hello.
     *
     * @param hello not null
     * @return a fresh buffer of {@link #SIZE} bytes, from position to limit
     */
    public static ByteBuffer encode(Hello hello) {
        return ByteBuffer.allocate(SIZE)
                .putInt(MAGIC)
                .putShort((short) hello.oldestVersion())
                .putShort((short) hello.newestVersion())
                .putLong(hello.clusterId())
                .putLong(hello.memberId())
                .putLong(hello.incarnation())
                .flip();
    }

    /**
     * Decodes a hello.
     *
     * @param bytes from position to limit; the position is undefined afterwards
     * @return the hello, of any protocol version, never null
     * @throws MalformedFrameException if the bytes are no hello
     */
    public static Hello decode(ByteBuffer bytes) throws MalformedFrameException {
        if (bytes.remaining() != SIZE) {
            throw new MalformedFrameException("a hello has " + SIZE + " bytes, not " + bytes.remaining());
        }
        int magic = bytes.getInt();
        if (magic != MAGIC) {
            throw new MalformedFrameException("not a member of a Keelson cluster: it opens with 0x" + Integer.toHexString(magic));
        }
        int oldest = bytes.getShort();
        int newest = bytes.getShort();
        long cluster = bytes.getLong();
        long member = bytes.getLong();
        long incarnation = bytes.getLong();
        if (member < 1 || oldest < 1 || newest < oldest) {
            throw new MalformedFrameException("a hello of member " + member + ", protocol versions " + oldest + " to " + newest + ": ids and versions count from 1");
        }
        return new Hello(cluster, member, incarnation, oldest, newest);
    }
}
