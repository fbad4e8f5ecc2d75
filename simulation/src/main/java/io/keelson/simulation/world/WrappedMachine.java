package io.keelson.simulation.world;

import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;

/** A replica that stands before another one. */
public interface WrappedMachine extends StateMachine {
    @Override
    default Snapshot snapshot() {
        return wrapped().snapshot();
    }

    @Override
    default SnapshotRestore restore() {
        return wrapped().restore();
    }

    /** Returns the one behind. */
    StateMachine wrapped();

    /** Returns the last one behind a replica, which may be the replica itself. */
    static StateMachine innermost(StateMachine machine) {
        return machine instanceof WrappedMachine wrapper ? innermost(wrapper.wrapped()) : machine;
    }
}
