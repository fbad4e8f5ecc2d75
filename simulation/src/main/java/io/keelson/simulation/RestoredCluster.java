package io.keelson.simulation;

import io.keelson.node.StateMachine;
import io.keelson.node.wire.Frame;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.schedule.Actions;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.workload.Load;
import io.keelson.simulation.world.Faults;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.SnapshotCopy;
import io.keelson.simulation.world.World;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A new cluster that begins with a copy of another one's snapshot, in a world of its own. What clients of the former one were told after the copy was taken is lost, as it should be; the new one has clients of its
 * own. It meets the faults that struck the former one after the copy was taken, but those that damage disks or change members; then it is healed, and must serve.
 */
final class RestoredCluster {
    private static final long MILLI = 1_000_000L;

    private final World world;
    private final Schedule schedule;
    private final SnapshotCopy copy;
    private final WatchedGroup group;

    /**
     * A cluster that has not begun.
     *
     * @param world its world, in which nothing runs yet
     * @param schedule that of the former cluster
     * @param copy what it begins with
     * @param former what is known of the copied group
     * @param clients makes the clients of a group
     */
    RestoredCluster(World world, Schedule schedule, SnapshotCopy copy, Invariants former, BiFunction<World, Invariants, Load> clients) {
        this.world = world;
        this.schedule = schedule;
        this.copy = copy;
        Invariants invariants = Invariants.restored(world, former, copy.base());
        this.group = new WatchedGroup(SimNode.GROUP, invariants, clients.apply(world, invariants));
    }

    /** Its one group. */
    WatchedGroup group() {
        return group;
    }

    /** Runs it to the end. */
    void run() {
        try {
            world.trace().event(world.now(), 0, "restored", copy.base().index(), () -> "a new cluster begins with the copy to index " + copy.base().index());
            copy.restore(world);
            Faults faults = Faults.plan(world, following(), schedule.length() - takenAtMillis());
            world.start(new Watcher());
            begin();
            world.queue().runUntil(schedule.length() * MILLI - copy.takenAt());
            faults.healAll();
            Liveness.run(world, group, world.nodes());
        } catch (InvariantViolation seen) {
            throw new InvariantViolation(seen.name(), seen.time(), seen.node(), "in the cluster that began with the copy of a snapshot: " + seen.getMessage(), seen.getCause());
        }
    }

    private long takenAtMillis() {
        return copy.takenAt() / MILLI;
    }

    private List<FaultAction> following() {
        return schedule.actions().stream()
                .filter(action -> action.at() >= takenAtMillis() && !Actions.needsAll(action) && !(action instanceof FaultAction.Restore))
                .map(action -> action.with(action.at() - takenAtMillis(), action.lasting()))
                .toList();
    }

    /** Nobody has asked for anything yet: each node holds what the copy tells. */
    private void begin() {
        for (SimNode node : world.nodes()) {
            if (!copy.isHeldBy(world, node)) {
                throw world.violation("Restoration", node, "holds something else than the copy to index " + copy.base().index());
            }
        }
        group.load().resume(world.nodes().getFirst().machine());
        group.load().start();
    }

    private final class Watcher implements World.Observer {
        @Override
        public void turned(SimNode node) {
            group.observe(node);
        }

        @Override
        public void crashing(SimNode node) {
            group.load().nodeGone(node);
        }

        @Override
        public void restarted(SimNode node) {
            turned(node);
        }

        @Override
        public void wiped(SimNode node) {
            group.invariants().wiped(node);
        }

        @Override
        public boolean isKnown(SimNode node) {
            return group.invariants().isKnown(node);
        }

        @Override
        public void sent(SimNode node, long to, ByteBuffer frame) {
            Frame read = Invariants.read(world, node, frame);
            group.sent(node, read);
        }

        @Override
        public StateMachine watch(SimNode node, long asked, StateMachine machine) {
            return group.invariants().applied().watch(node, machine);
        }
    }
}
