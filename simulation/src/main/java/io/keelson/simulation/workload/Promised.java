package io.keelson.simulation.workload;

import io.keelson.core.Bytes;
import io.keelson.simulation.invariant.AppliedLedger;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/** What clients were told that is done: it must be applied where they were told, and stay. */
final class Promised {
    private final World world;
    private final Invariants invariants;
    /** The log indexes of the writes that were acknowledged. */
    private final List<Long> acknowledged = new ArrayList<>();

    Promised(World world, Invariants invariants) {
        this.world = world;
        this.invariants = invariants;
    }

    /** A client has been told that its command is done: then it is applied, at that index. */
    void acknowledge(long index, Bytes command) {
        AppliedLedger.Applied there = invariants.applied().at(index);
        if (there == null || there.command() != AppliedLedger.digest(command)) {
            throw world.violation("AcknowledgedIsApplied", null, "a client is told that its command stands at index " + index + ", and it does not").in(invariants.group());
        }
        acknowledged.add(index);
    }

    long lost() {
        return acknowledged.stream().filter(index -> !invariants.isHeldByMajority(index)).count();
    }
}
