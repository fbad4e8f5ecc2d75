package io.keelson.node.wire;

import io.keelson.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of a frame, and checks each against what remains before it is read or allocated. */
final class FrameReader {
    private final ByteBuffer in;

    FrameReader(ByteBuffer in) {
        this.in = in;
    }

    ByteBuffer rest() {
        return in;
    }

    byte oneByte(String what) throws MalformedFrameException {
        require(1, what);
        return in.get();
    }

    /** Exactly 0 or 1: a frame has one encoding. */
    boolean flag(String what) throws MalformedFrameException {
        byte value = oneByte(what);
        if (value != 0 && value != 1) {
            throw new MalformedFrameException(what + " is " + value + ", neither 0 nor 1");
        }
        return value == 1;
    }

    long anyLong(String what) throws MalformedFrameException {
        require(Long.BYTES, what);
        return in.getLong();
    }

    long atLeast(long least, String what) throws MalformedFrameException {
        long value = anyLong(what);
        if (value < least) {
            throw new MalformedFrameException(what + " is " + value + ", less than " + least);
        }
        return value;
    }

    int anyInt(String what) throws MalformedFrameException {
        require(Integer.BYTES, what);
        return in.getInt();
    }

    int intAtLeast(int least, String what) throws MalformedFrameException {
        require(Integer.BYTES, what);
        int value = in.getInt();
        if (value < least) {
            throw new MalformedFrameException(what + " is " + value + ", less than " + least);
        }
        return value;
    }

    /** A number of items that take at least {@code leastBytes} each: more than fit in what remains are refused. */
    int count(int leastBytes, String what) throws MalformedFrameException {
        require(Integer.BYTES, what);
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / leastBytes) {
            throw new MalformedFrameException(what + " is " + count + ", and " + in.remaining() + " bytes remain");
        }
        return count;
    }

    Bytes bytes(String what) throws MalformedFrameException {
        byte[] content = new byte[count(1, "the length of " + what)];
        in.get(content);
        return Bytes.wrap(content);
    }

    String text(String what) throws MalformedFrameException {
        int length = count(1, "the length of " + what);
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(what + " is not UTF-8");
        }
    }

    void end() throws MalformedFrameException {
        if (in.hasRemaining()) {
            throw new MalformedFrameException(in.remaining() + " bytes follow the frame");
        }
    }

    private void require(int bytes, String what) throws MalformedFrameException {
        if (in.remaining() < bytes) {
            throw new MalformedFrameException(what + " needs " + bytes + " bytes, " + in.remaining() + " remain");
        }
    }
}
