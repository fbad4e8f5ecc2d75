package io.keelson.jepsen.workload;

/**
 * What a client is to do to one register.
 *
 * @param f {@code read}, {@code write} or {@code cas}
 * @param key the register
 * @param expected the value that a {@code cas} expects
 * @param value the value that a {@code write} or {@code cas} writes
 */
public record Operation(String f, long key, long expected, long value) {
    /** Reads. */
    public static Operation read(long key) {
        return new Operation("read", key, 0, 0);
    }

    /** Writes. */
    public static Operation write(long key, long value) {
        return new Operation("write", key, 0, value);
    }

    /** Writes if the register holds what is expected. */
    public static Operation cas(long key, long expected, long value) {
        return new Operation("cas", key, expected, value);
    }
}
