package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;

/** A state machine without a state. */
final class Emptiness implements StateMachine {
    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        return Bytes.EMPTY;
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot() {
            @Override
            public Bytes next() {
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SnapshotRestore restore() {
        return record -> {};
    }
}
