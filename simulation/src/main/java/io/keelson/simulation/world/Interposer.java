package io.keelson.simulation.world;

import io.keelson.core.StepListener;
import io.keelson.node.StateMachine;
import io.keelson.node.port.Clock;
import io.keelson.node.port.Network;
import io.keelson.node.port.Storage;

/**
 * Stands between a node and its ports. The tests put broken parts in here, to prove that the checks see them.
 */
public interface Interposer {
    /** Stands nowhere. */
    Interposer NONE = new Interposer() {};

    /** Returns the storage that the node sees. */
    default Storage storage(SimNode host, Storage storage) {
        return storage;
    }

    /** Returns the clock that the node sees. */
    default Clock clock(SimNode host, Clock clock) {
        return clock;
    }

    /** Returns the network that the node sees. */
    default Network network(SimNode host, Network network) {
        return network;
    }

    /** Returns the state machine that the node sees. */
    default StateMachine machine(SimNode host, StateMachine machine) {
        return machine;
    }

    /** Returns what clients take for the node. */
    default Door door(SimNode host, Door door) {
        return door;
    }

    /** Returns who sees each step of the node's member; null for nobody. */
    default StepListener watch(SimNode host) {
        return null;
    }
}
