package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. Every length is checked against what is there before anything is allocated. */
final class ByteReader {
    private final byte[] content;
    private int position;

    ByteReader(byte[] content) {
        this.content = content;
    }

    int u8() throws MalformedException {
        require(1);
        return content[position++] & 0xff;
    }

    boolean flag() throws MalformedException {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a flag is " + value + " at byte " + (position - 1));
        }
        return value == 1;
    }

    int i32() throws MalformedException {
        require(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | content[position++] & 0xff;
        }
        return value;
    }

    long i64() throws MalformedException {
        long high = i32();
        return high << 32 | i32() & 0xffff_ffffL;
    }

    Bytes bytes() throws MalformedException {
        int length = i32();
        require(length);
        position += length;
        return Bytes.wrap(Arrays.copyOfRange(content, position - length, position));
    }

    /** Reads the number of elements of a list, of which each takes at least {@code leastBytes}. */
    int count(int most, int leastBytes) throws MalformedException {
        int count = i32();
        if (count < 0 || count > most || (long) count * leastBytes > content.length - position) {
            throw new MalformedException(count + " elements at byte " + (position - Integer.BYTES));
        }
        return count;
    }

    /** Reads one constant of an enum by its position. */
    <E extends Enum<E>> E constant(E[] values) throws MalformedException {
        int ordinal = u8();
        if (ordinal >= values.length) {
            throw new MalformedException("constant " + ordinal + " of " + values.length + " at byte " + (position - 1));
        }
        return values[ordinal];
    }

    /** Ends reading: nothing may follow. */
    void end() throws MalformedException {
        if (position != content.length) {
            throw new MalformedException(content.length - position + " bytes too many");
        }
    }

    private void require(int length) throws MalformedException {
        if (length < 0 || length > content.length - position) {
            throw new MalformedException(length + " bytes expected at byte " + position + " of " + content.length);
        }
    }
}
