package io.keelson.kv;

/**
 * How much the store may hold. The charge of a record follows from its length alone, never from where it lies, so that every replica with the same
 * quota refuses the same command.
 */
public final class Quota {
    /** What a server has unless told otherwise: 256 MiB. */
    public static final long DEFAULT_BYTES = 256L << 20;

    /** What a record costs besides its bytes: its place in the index and in the store. */
    private static final int OVERHEAD = 64;

    private final long capacity;
    private long used;

    /**
     * Sets the capacity, which must be the same on every member of a group.
     *
     * @param capacityBytes at least 0
     */
    public Quota(long capacityBytes) {
        this.capacity = capacityBytes;
    }

    /** Returns what a record of this length costs, in bytes. */
    public static long charge(long recordLength) {
        return recordLength + OVERHEAD;
    }

    /** Returns the capacity in bytes. */
    public long capacity() {
        return capacity;
    }

    /** Returns what is in use, in bytes. */
    public long used() {
        return used;
    }

    /** Says whether not even the smallest record has room. */
    public boolean isFull() {
        return !hasRoomFor(charge(KeyValueCodec.LEAST_BYTES + 1));
    }

    boolean hasRoomFor(long charge) {
        return charge <= capacity - used;
    }

    void take(long charge) {
        used += charge;
    }

    void clear() {
        used = 0;
    }
}
