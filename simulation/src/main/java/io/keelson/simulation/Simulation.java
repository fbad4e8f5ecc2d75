package io.keelson.simulation;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.model.Models;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.StateMachine;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.wire.Frame;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.schedule.Actions;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.workload.Load;
import io.keelson.simulation.workload.OperationCounters;
import io.keelson.simulation.workload.TrialLoad;
import io.keelson.simulation.workload.Workload;
import io.keelson.simulation.world.Cluster;
import io.keelson.simulation.world.Faults;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.SnapshotCopy;
import io.keelson.simulation.world.Stream;
import io.keelson.simulation.world.Trace;
import io.keelson.simulation.world.Witness;
import io.keelson.simulation.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One run: the real cluster in a simulated world, under the faults of one schedule, then healed; invariants at each step, and the clients' history
 * judged at the end. A function of the schedule.
 */
public final class Simulation {
    /** Enough for any history that is linearizable; without a clock, so that the verdict is a function of the history. */
    private static final Budget BUDGET = Budget.ofConfigurations(2_000_000);

    private static final long MILLI = 1_000_000L;

    private final Schedule schedule;
    private final Trace trace;
    private final World world;
    private final List<WatchedGroup> groups = new ArrayList<>();
    private final boolean keepsGroups;
    private final KeptGroups kept;
    private final Trial trial;
    private final Interposer interposer;
    private final Witness witness;
    private final Cluster cluster;
    /** The cluster that began with the copy of a snapshot of this one, null if there is none. */
    private RestoredCluster restored;

    private Simulation(Schedule schedule, Trial trial, Interposer interposer, Trace trace, Witness witness) {
        this.schedule = schedule;
        this.trial = trial;
        this.interposer = interposer;
        this.trace = trace;
        this.witness = witness;
        this.keepsGroups = schedule.keepsGroups();
        this.cluster = new Cluster(
                schedule.nodes(),
                schedule.groups(),
                leases(schedule),
                keepsGroups,
                schedule.snapshotEvery(),
                member -> trial == null ? KvStateMachine.inHeap() : trial.machines().get());
        this.world = new World(schedule.seed(), cluster, interposer, trace, witness);
        for (long group = SimNode.GROUP; group <= schedule.groups(); group++) {
            Invariants invariants = new Invariants(world, group);
            groups.add(new WatchedGroup(group, invariants, load(world, group, invariants)));
        }
        this.kept = new KeptGroups(world, groups.get(0).invariants(), (group, invariants) -> load(world, group, invariants));
    }

    private Load load(World where, long group, Invariants invariants) {
        return trial == null ? new Workload(where, group, invariants) : new TrialLoad(where, group, invariants, trial);
    }

    /** Those that the run begins with, and these. */
    private List<WatchedGroup> with(Collection<WatchedGroup> others) {
        List<WatchedGroup> all = new ArrayList<>(groups);
        all.addAll(others);
        if (restored != null) {
            all.add(restored.group());
        }
        return all;
    }

    /** Runs a schedule. */
    public static SimulationReport run(Schedule schedule) {
        return run(schedule, Interposer.NONE, Trace.digestOnly());
    }

    /**
     * Runs a schedule.
     *
     * @param schedule what to run
     * @param interposer what stands between nodes and their ports
     * @param trace takes notes
     * @return what came of it
     */
    public static SimulationReport run(Schedule schedule, Interposer interposer, Trace trace) {
        return run(schedule, interposer, trace, Witness.NONE);
    }

    /**
     * Runs a schedule before a witness.
     *
     * @param schedule what to run
     * @param interposer what stands between nodes and their ports
     * @param trace takes notes
     * @param witness sees what happens
     * @return what came of it
     */
    public static SimulationReport run(Schedule schedule, Interposer interposer, Trace trace, Witness witness) {
        return new Simulation(schedule, null, interposer, trace, witness).run();
    }

    /**
     * Runs a schedule on somebody else's state machine.
     *
     * @param schedule what to run
     * @param trial the machine, and what is asked of it
     * @return what came of it; its history is empty
     */
    public static SimulationReport run(Schedule schedule, Trial trial) {
        return new Simulation(schedule, trial, Interposer.NONE, Trace.digestOnly(), Witness.NONE).run();
    }

    /** In half of all runs whose clocks keep to the bound. */
    private static boolean leases(Schedule schedule) {
        boolean clocksKeepToTheBound = schedule.actions().stream()
                .noneMatch(action -> action instanceof FaultAction.ClockRate rate && Cluster.isOutsideTheBound(rate));
        return clocksKeepToTheBound && Indexed.chance(500, schedule.seed(), Stream.LEASES.of(0), 0);
    }

    private SimulationReport run() {
        InvariantViolation violation = null;
        try {
            strikeAndHeal();
        } catch (InvariantViolation seen) {
            violation = seen;
            trace.event(world.now(), seen.node(), "violation", 0, seen::describe);
        }
        long lostWrites = with(kept.wanted()).stream().mapToLong(group -> group.load().lostWrites()).sum();
        List<WatchedGroup> all = with(kept.all());
        if (violation != null) {
            return report(Verdict.INVALID, violation.name(), explain(violation), violation, whereItHappened(violation, all), lostWrites);
        }
        for (WatchedGroup group : all) {
            CheckResult result = LinearizabilityChecker.check(group.load().history(), Models.casRegister().perKey(), BUDGET);
            if (result.verdict() != Verdict.VALID) {
                return report(result.verdict(), "Linearizability", of(group.group()) + result.explanation(), null, group, lostWrites);
            }
        }
        if (lostWrites == 0) {
            return report(Verdict.VALID, null, "", null, groups.get(0), 0);
        }
        WatchedGroup loser = with(kept.wanted()).stream().filter(group -> group.load().lostWrites() > 0).findFirst().orElse(groups.get(0));
        return report(Verdict.INVALID, "AcknowledgedWrites", lostWrites + " acknowledged writes are lost", null, loser, lostWrites);
    }

    /** The restored cluster begins when this one has met all that is demanded of it. */
    private WatchedGroup whereItHappened(InvariantViolation violation, List<WatchedGroup> all) {
        if (restored != null) {
            return restored.group();
        }
        return all.stream().filter(group -> group.group() == violation.group()).findFirst().orElse(groups.get(0));
    }

    /** Most runs have one group; it need not be named. */
    private static String of(long group) {
        return group <= SimNode.GROUP ? "" : "in group " + group + ": ";
    }

    private void strikeAndHeal() {
        Faults faults = Faults.plan(world, schedule.actions(), schedule.length());
        groups.forEach(group -> group.load().start());
        world.start(new Watcher());
        world.queue().runUntil(schedule.length() * MILLI);
        boolean needsAll = schedule.actions().stream().anyMatch(Actions::needsAll);
        Liveness.run(schedule.frame(), needsAll, world, groups, faults);
        if (keepsGroups) {
            kept.demand(faults.operator());
        }
        if (faults.copy() != null) {
            restore(faults.copy());
        }
    }

    /** The other cluster has a world of its own, and randomness of its own. */
    private void restore(SnapshotCopy copy) {
        long seed = Indexed.hash(schedule.seed(), Stream.RESTORED.of(0), 0);
        World other = new World(seed, cluster.restored(), interposer, trace, witness.restored(world.now()));
        restored = new RestoredCluster(other, schedule, copy, groups.getFirst().invariants(), (where, invariants) -> load(where, SimNode.GROUP, invariants));
        restored.run();
        world.counters().sights.saw(Sight.SNAPSHOT_RESTORED);
    }

    private SimulationReport report(Verdict verdict, String failure, String explanation, InvariantViolation violation, WatchedGroup group, long lostWrites) {
        world.end();
        return new SimulationReport(
                schedule,
                verdict,
                failure,
                explanation,
                violation,
                world.now(),
                world.counters(),
                operations(),
                lostWrites,
                group.group(),
                restored != null && group == restored.group(),
                group.load().history(),
                trace.digest());
    }

    /** What the clients of all groups did. */
    private OperationCounters operations() {
        OperationCounters sum = new OperationCounters();
        with(kept.all()).forEach(group -> sum.add(group.load().counters()));
        return sum;
    }

    private static String explain(InvariantViolation violation) {
        StringBuilder text = new StringBuilder(of(violation.group()) + violation.describe());
        Throwable cause = violation.getCause();
        for (int i = 0; cause != null && i < Math.min(12, cause.getStackTrace().length); i++) {
            text.append("\n    at ").append(cause.getStackTrace()[i]);
        }
        return text.toString();
    }

    /** Shows the nodes to whoever has an interest in them. */
    private final class Watcher implements World.Observer {
        @Override
        public void turned(SimNode node) {
            groups.forEach(group -> group.observe(node));
            if (keepsGroups) {
                kept.observe(node);
            }
        }

        @Override
        public void crashing(SimNode node) {
            groups.forEach(group -> group.load().nodeGone(node));
            kept.crashing(node);
        }

        @Override
        public void restarted(SimNode node) {
            turned(node);
        }

        @Override
        public void wiped(SimNode node) {
            groups.forEach(group -> group.invariants().wiped(node));
        }

        @Override
        public boolean isKnown(SimNode node) {
            return groups.stream().allMatch(group -> group.invariants().isKnown(node));
        }

        @Override
        public void sent(SimNode node, long to, ByteBuffer frame) {
            Frame read = Invariants.read(world, node, frame);
            groups.forEach(group -> group.sent(node, read));
            kept.sent(node, read);
        }

        @Override
        public StateMachine watch(SimNode node, long group, StateMachine machine) {
            return group < GroupTable.FIRST_GROUP ? groups.get((int) group - 1).invariants().applied().watch(node, machine) : kept.watch(node, group, machine);
        }
    }
}
