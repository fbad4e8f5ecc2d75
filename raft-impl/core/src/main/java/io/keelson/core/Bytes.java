package io.keelson.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes, compared by content. A command of the state machine, as the protocol sees it.
 *
 * <p>Thread-safe, because it never changes.
 */
public sealed class Bytes implements Comparable<Bytes> {
    /** The sequence of length zero. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    /** All of it; of two parts the second. */
    final byte[] content;

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

    /**
     * Puts one sequence before another without a copy: what many begin with is kept once, and what somebody else holds anyway is not kept again.
     *
     * @param head the first bytes, not null
     * @param tail those that follow, not null
     * @return the sequence, never null; {@link #from} and {@link #upTo} take it apart where it was put together, without a copy
     */
    public static Bytes join(Bytes head, Bytes tail) {
        if (head.length() == 0) {
            return tail;
        }
        return tail.length() == 0 ? head : new Joined(head.shared(), tail.shared());
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

    /**
     * Returns eight bytes as a number, the first one being the highest.
     *
     * @param position of the first one
     * @throws IndexOutOfBoundsException if they are not all inside the sequence
     */
    public long longAt(int position) {
        return ByteBuffer.wrap(shared()).getLong(position);
    }

    /** Returns what begins at a position. */
    public Bytes from(int position) {
        return position == 0 ? this : wrap(Arrays.copyOfRange(shared(), position, length()));
    }

    /** Returns what ends before a position. */
    public Bytes upTo(int position) {
        return position == length() ? this : wrap(Arrays.copyOf(shared(), position));
    }

    /** Writes the content at the buffer's position and moves it on. */
    public void putInto(ByteBuffer out) {
        out.put(content);
    }

    /** Returns a copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Returns the content itself, for codecs that promise not to change it; what was {@linkplain #join joined} is copied. */
    public byte[] shared() {
        return content;
    }

    /** Decodes the content as UTF-8. */
    public final String toUtf8() {
        return new String(shared(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Orders as unsigned bytes, shorter first among equal prefixes: the order of keys in etcd. */
    @Override
    public final int compareTo(Bytes other) {
        return Arrays.compareUnsigned(shared(), other.shared());
    }

    @Override
    public final boolean equals(Object other) {
        return this == other || other instanceof Bytes that && length() == that.length() && hasSameContent(that);
    }

    boolean hasSameContent(Bytes that) {
        return Arrays.equals(shared(), that.shared());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public final String toString() {
        byte[] all = shared();
        return all.length <= 16
                ? HexFormat.of().formatHex(all)
                : HexFormat.of().formatHex(all, 0, 16) + "...(" + all.length + " bytes)";
    }

    /** A sequence in two parts. */
    private static final class Joined extends Bytes {
        private final byte[] head;

        Joined(byte[] head, byte[] tail) {
            super(tail);
            this.head = head;
        }

        @Override
        public int length() {
            return head.length + content.length;
        }

        @Override
        public byte at(int position) {
            return position < head.length ? head[position] : content[position - head.length];
        }

        @Override
        public long longAt(int position) {
            if (position + Long.BYTES <= head.length) {
                return ByteBuffer.wrap(head).getLong(position);
            }
            return position >= head.length ? ByteBuffer.wrap(content).getLong(position - head.length) : super.longAt(position);
        }

        @Override
        public Bytes from(int position) {
            return position == head.length ? wrap(content) : super.from(position);
        }

        @Override
        public Bytes upTo(int position) {
            return position == head.length ? wrap(head) : super.upTo(position);
        }

        @Override
        public void putInto(ByteBuffer out) {
            out.put(head).put(content);
        }

        @Override
        public byte[] toArray() {
            return ByteBuffer.allocate(length()).put(head).put(content).array();
        }

        @Override
        public byte[] shared() {
            return toArray();
        }

        @Override
        boolean hasSameContent(Bytes that) {
            if (that instanceof Joined other && other.head.length == head.length) {
                return Arrays.equals(head, other.head) && Arrays.equals(content, other.content);
            }
            return super.hasSameContent(that);
        }

        @Override
        public int hashCode() {
            int hash = Arrays.hashCode(head);
            for (byte each : content) {
                hash = 31 * hash + each;
            }
            return hash;
        }
    }
}
