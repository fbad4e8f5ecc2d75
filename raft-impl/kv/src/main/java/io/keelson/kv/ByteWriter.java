package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.Arrays;

/** Appends values to a growing array: numbers big-endian, byte sequences after their length. */
final class ByteWriter {
    private static final int FIRST_CAPACITY = 64;

    private byte[] content;
    private int size;

    ByteWriter() {
        this(FIRST_CAPACITY);
    }

    /** Begins with room for so many bytes. */
    ByteWriter(int capacity) {
        content = new byte[capacity];
    }

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

    /** Returns what was written; nothing may be written afterwards. */
    byte[] toArray() {
        return size == content.length ? content : Arrays.copyOf(content, size);
    }

    private void reserve(int more) {
        if (content.length - size < more) {
            content = Arrays.copyOf(content, Math.max(2 * content.length, size + more));
        }
    }
}
