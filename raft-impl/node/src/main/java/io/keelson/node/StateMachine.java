package io.keelson.node;

import io.keelson.core.Bytes;

/**
 * What is replicated. Every member applies the same commands in the same order and must reach the same state: no clock, no randomness, no hash order.
 *
 * <p>A log can't grow forever. A machine that can read out its state ({@link #snapshot}) and take it in ({@link #restore}) lets the library drop the log up to it, start
 * again without applying everything anew, and bring a member up to date that was away for long (thesis chapter 5).
 *
 * <p>Called from the node's one thread.
 */
public interface StateMachine {
    /**
     * Applies one committed command.
     *
     * @param context where in the log it stands
     * @param command as it was proposed
     * @return the answer for the client that proposed it, not null
     */
    Bytes apply(ApplyContext context, Bytes command);

    /**
     * Pins the state as it is now, to be read out in slices between later commands. It must return soon: what it takes time for belongs into {@link Snapshot#next}.
     *
     * <p>A machine that does not override this has no snapshots: its log is kept whole, is read whole at each start, and is sent whole to a new member. All members of a group
     * must have the same kind of machine.
     *
     * @return the snapshot, beside which others may be read at the same time; null if this machine has none
     */
    default Snapshot snapshot() {
        return null;
    }

    /**
     * Begins to replace the whole state by that of a snapshot, perhaps another member's. Whatever the machine holds now is void.
     *
     * @return what takes the records, not null
     * @throws UnsupportedOperationException if this machine has no snapshots
     */
    default SnapshotRestore restore() {
        throw new UnsupportedOperationException("a state machine without snapshots is to be restored from one");
    }

    /**
     * Where in the log a command stands, and all that a state machine may know of time.
     *
     * @param index the entry's index
     * @param term the entry's term
     * @param logTimeMillis the log's time: the larger of the previous entry's and the proposing leader's wall clock, in milliseconds since the Unix epoch
     */
    record ApplyContext(long index, long term, long logTimeMillis) {}
}
