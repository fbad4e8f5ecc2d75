package io.keelson.simulation;

import io.keelson.node.wire.Frame;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.workload.Load;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.SimNode;

/**
 * One group of a run.
 *
 * @param group its id
 * @param invariants what is watched of it
 * @param load its clients
 */
record WatchedGroup(long group, Invariants invariants, Load load) {
    /** A node has taken a turn. */
    void observe(SimNode node) {
        try {
            invariants.observe(node);
        } catch (InvariantViolation seen) {
            throw seen.in(group);
        }
    }

    /** A node has put a frame on the network. */
    void sent(SimNode node, Frame frame) {
        try {
            invariants.sent(node, frame);
        } catch (InvariantViolation seen) {
            throw seen.in(group);
        }
    }
}
