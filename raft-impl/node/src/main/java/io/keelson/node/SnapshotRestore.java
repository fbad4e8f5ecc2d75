package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.node.snapshot.DamagedSnapshotException;

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
     * @throws DamagedSnapshotException if it can't be what {@link Snapshot#next} returned; the restoration is abandoned then
     */
    void accept(Bytes record) throws DamagedSnapshotException;

    /**
     * There are no more: the state is complete. Does nothing unless it is overridden.
     *
     * @throws DamagedSnapshotException if records are missing; the restoration is abandoned then
     */
    default void finish() throws DamagedSnapshotException {}
}
