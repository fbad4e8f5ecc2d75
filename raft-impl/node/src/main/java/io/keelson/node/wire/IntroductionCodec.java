package io.keelson.node.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an {@link Introduction}: {@code magic:4, port:2, host}, big-endian, the host in UTF-8 to the end.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class IntroductionCodec {
    private static final int HEAD = Integer.BYTES + Short.BYTES;

    /** The length of the longest introduction, in bytes. */
    public static final int MAX_SIZE = HEAD + Introduction.MAX_HOST;

    /** "KEEI" in ASCII: neither a hello nor a frame. */
    private static final int MAGIC = 0x4b454549;

    private IntroductionCodec() {}

    /**
     * Encodes an introduction.
     *
     * @return a fresh buffer, from position to limit
     * @throws IllegalArgumentException if the host's name is too long
     */
    public static ByteBuffer encode(Introduction introduction) {
        byte[] host = introduction.host().getBytes(StandardCharsets.UTF_8);
        if (host.length > Introduction.MAX_HOST) {
            throw new IllegalArgumentException("a host's name of " + host.length + " bytes, allowed are " + Introduction.MAX_HOST);
        }
        return ByteBuffer.allocate(HEAD + host.length).putInt(MAGIC).putShort((short) introduction.port()).put(host).flip();
    }

    /** Says whether the bytes from position to limit are an introduction rather than a frame; leaves them as they are. */
    public static boolean isOne(ByteBuffer bytes) {
        return bytes.remaining() >= HEAD && bytes.getInt(bytes.position()) == MAGIC;
    }

    /**
     * Decodes an introduction.
     *
     * @param bytes that {@link #isOne}, from position to limit; the position is undefined afterwards
     * @throws MalformedFrameException if no host or port can be meant
     */
    public static Introduction decode(ByteBuffer bytes) throws MalformedFrameException {
        if (!isOne(bytes) || bytes.remaining() > MAX_SIZE) {
            throw new MalformedFrameException("an introduction of " + bytes.remaining() + " bytes");
        }
        int port = Short.toUnsignedInt(bytes.position(bytes.position() + Integer.BYTES).getShort());
        if (port == 0) {
            throw new MalformedFrameException("an introduction without a port");
        }
        try {
            String host = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (host.chars().anyMatch(letter -> letter <= ' ' || Character.isISOControl(letter))) {
                throw new MalformedFrameException("an introduction with a host's name that cannot be one");
            }
            return new Introduction(host, port);
        } catch (CharacterCodingException notText) {
            throw new MalformedFrameException("an introduction with a host's name that is no text");
        }
    }
}
