package io.keelson.core;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes, compared by content. A command of the state machine, as the protocol sees it.
 *
 * <p>Thread-safe, because it never changes.
 */
public final class Bytes implements Comparable<Bytes> {
    /** The sequence of length zero. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /**
     * Takes the array over without a copy: the caller must not change it afterwards.
     *
     * @param owned the content, not null
     * @return the sequence, never null
     */
    public static Bytes wrap(byte[] owned) {
        return owned.length == 0 ? EMPTY : new Bytes(owned);
    }

    /**
     * Copies the array.
     *
     * @param source the content, not null
     * @return the sequence, never null
     */
    public static Bytes copyOf(byte[] source) {
        return wrap(source.clone());
    }

    /**
     * Encodes a text as UTF-8.
     *
     * @param text the text, not null
     * @return its bytes, never null
     */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Returns the number of bytes. */
    public int length() {
        return content.length;
    }

    /**
     * Returns one byte.
     *
     * @param position from 0
     * @throws IndexOutOfBoundsException if {@code position} is outside the sequence
     */
    public byte at(int position) {
        return content[position];
    }

    /** Returns a copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Returns the content itself, for codecs that promise not to change it. */
    public byte[] shared() {
        return content;
    }

    /** Decodes the content as UTF-8. */
    public String toUtf8() {
        return new String(content, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Orders as unsigned bytes, shorter first among equal prefixes: the order of keys in etcd. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length <= 16
                ? HexFormat.of().formatHex(content)
                : HexFormat.of().formatHex(content, 0, 16) + "...(" + content.length + " bytes)";
    }
}
