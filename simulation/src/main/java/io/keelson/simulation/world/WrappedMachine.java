package io.keelson.simulation.world;

import io.keelson.node.StateMachine;

/** A replica that stands before another one. */
public interface WrappedMachine extends StateMachine {
    /** Returns the one behind. */
    StateMachine wrapped();

    /** Returns the last one behind a replica, which may be the replica itself. */
    static StateMachine innermost(StateMachine machine) {
        return machine instanceof WrappedMachine wrapper ? innermost(wrapper.wrapped()) : machine;
    }
}
