package io.keelson.node;

import io.keelson.core.Bytes;
import java.util.Iterator;
import java.util.List;

/**
 * A state machine's whole state as it was at one moment, read out record by record while the machine goes on applying.
 *
 * <p>What a record is, the machine decides; its {@link SnapshotRestore} is given the same records in the same order. The library packs them into chunks and cuts
 * long ones, so a record may be a byte or a megabyte; but it is made in one go, between two commands, and a large one holds those up.
 *
 * <p>Called from the node's one thread.
 */
public interface Snapshot extends AutoCloseable {
    /**
     * A snapshot of a state so small that its records are made at once.
     *
     * @param records all of them, in order
     * @return the snapshot, which pins nothing else
     */
    static Snapshot of(List<Bytes> records) {
        Iterator<Bytes> left = List.copyOf(records).iterator();
        return new Snapshot() {
            @Override
            public Bytes next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Returns the next record; null if there is none left. What was applied since the snapshot was begun is not in it.
     *
     * @return the bytes, owned by the library from here on
     */
    Bytes next();

    /** Lets go of what was pinned. Called once, whether or not all of it was read. */
    @Override
    void close();
}
