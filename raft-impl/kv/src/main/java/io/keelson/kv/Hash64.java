package io.keelson.kv;

import io.keelson.core.Bytes;

/** A 64-bit FNV-1a hash: the same on every machine, good enough to tell replicas apart, no defence against an adversary. */
final class Hash64 {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long value;

    Hash64() {
        this(OFFSET_BASIS);
    }

    /** Goes on from the value of another. */
    Hash64(long value) {
        this.value = value;
    }

    Hash64 add(long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            value = (value ^ (number >>> shift & 0xff)) * PRIME;
        }
        return this;
    }

    Hash64 add(byte[] bytes) {
        add(bytes.length);
        for (byte b : bytes) {
            value = (value ^ b & 0xff) * PRIME;
        }
        return this;
    }

    Hash64 add(Bytes bytes) {
        return add(bytes.shared());
    }

    long value() {
        return value;
    }
}
