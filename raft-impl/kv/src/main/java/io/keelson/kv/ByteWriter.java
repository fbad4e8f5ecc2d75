package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.Arrays;

/** Appends values to a growing array: numbers big-endian, byte sequences after their length. */
final class ByteWriter {
    private byte[] content = new byte[64];
    private int size;

    ByteWriter u8(int value) {
        reserve(1);
        content[size++] = (byte) value;
        return this;
    }

    ByteWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    ByteWriter i32(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            content[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    ByteWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    ByteWriter bytes(Bytes value) {
        i32(value.length());
        reserve(value.length());
        System.arraycopy(value.shared(), 0, content, size, value.length());
        size += value.length();
        return this;
    }

    byte[] toArray() {
        return Arrays.copyOf(content, size);
    }

    private void reserve(int more) {
        if (content.length - size < more) {
            content = Arrays.copyOf(content, Math.max(2 * content.length, size + more));
        }
    }
}
