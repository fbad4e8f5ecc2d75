package io.keelson.kv;

/**
 * Where the bytes of revisions lie. Written once each; read and removed at random.
 *
 * <p>It holds nothing that outlives the process: the state machine is rebuilt from snapshot and log. How full it is, the {@link Quota} says, by the same rule for
 * every store, so that "full" is the same command on every replica. Used from the node's one thread.
 */
public interface RevisionStore extends AutoCloseable {
    /**
     * Keeps a record.
     *
     * @param revision not yet in the store
     * @param record its bytes, owned by the store from here on
     */
    void put(Revision revision, byte[] record);

    /**
     * Reads a record.
     *
     * @param revision which one
     * @return its bytes, not to be changed; null if there is none
     */
    byte[] get(Revision revision);

    /** Drops a record, if there is one. */
    void remove(Revision revision);

    /** Drops all records. */
    void clear();

    /** Frees the memory. The store can't be used afterwards. */
    @Override
    void close();
}
