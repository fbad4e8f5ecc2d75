package io.keelson.core;

/**
 * One entry of the log (thesis 3.5).
 *
 * @param index its position, from 1, without gaps
 * @param term the term of the leader that created it, from 1
 * @param payload what it carries, not null
 */
public record Entry(long index, long term, Payload payload) {
    /** The fixed part of an entry, in bytes, as it counts against the limits of a message. */
    private static final int OVERHEAD = 24;

    public Entry {
        if (index < 1 || term < 1) {
            throw new IllegalArgumentException("index and term count from 1: index " + index + ", term " + term);
        }
    }

    /** The size that counts against the limits of a message, in bytes. */
    public int size() {
        return OVERHEAD + payload.size();
    }
}
