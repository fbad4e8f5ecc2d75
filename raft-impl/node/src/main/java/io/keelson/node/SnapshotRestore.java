package io.keelson.node;

import io.keelson.core.Bytes;

/**
 * Takes the records of a {@link Snapshot}, in their order, and becomes the state that they tell of. Neither commands nor queries come meanwhile.
 *
 * <p>If it is abandoned in the middle, because the snapshot turns out to be damaged or the node is closed, it is never finished; the machine may be told to restore
 * another then, and has to begin from nothing.
 *
 * <p>Called from the node's one thread.
 */
public interface SnapshotRestore {
    /**
     * Takes the next record.
     *
     * @param record as {@link Snapshot#next} returned it, not null
     */
    void accept(Bytes record);

    /** There are no more: the state is complete. Does nothing unless it is overridden. */
    default void finish() {}
}
