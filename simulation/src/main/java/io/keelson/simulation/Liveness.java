package io.keelson.simulation;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Faults;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Stream;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The second phase of a run: after the faults are mended (or a majority is, and the rest frozen as it is), the cluster must come back: a leader, an answer
 * to every client, equal replicas, and nothing of what was committed changed. Each within a bound.
 */
final class Liveness {
    /** Within ten of the longest election timeouts: elections may collide, and a late message may disturb one. */
    static final long BOUND_NANOS = 10 * 2 * MemberSettings.DEFAULT.electionTimeoutNanos();

    /** A change after the other, of which each may have to wait for an election. */
    private static final long RESTORATION_NANOS = 4 * BOUND_NANOS;

    private static final String NO_LEADER = "no leader that all follow and that has committed in its term";

    private static final long STEP_NANOS = 20_000_000;

    /** Five members of which no two of the outer ones hear each other; from a report of a day on which nobody could be elected for hours. */
    private static final List<List<Long>> PARTIAL_GRAPH = List.of(List.of(1L, 2L), List.of(1L, 3L), List.of(2L, 3L), List.of(2L, 4L), List.of(3L, 5L));

    private final World world;
    private final List<WatchedGroup> groups;
    private final List<SimNode> core;

    private Liveness(World world, List<WatchedGroup> groups, List<SimNode> core) {
        this.world = world;
        this.groups = groups;
        this.core = core;
    }

    /**
     * Mends, and demands.
     *
     * @param needsAll whether members may have gone, or disks been damaged: then everything is mended, whatever the frame says
     */
    static void run(Schedule.Frame frame, boolean needsAll, World world, List<WatchedGroup> groups, Faults faults) {
        Liveness whole = new Liveness(world, groups, world.nodes());
        Schedule.Frame possible = possible(frame, needsAll, world.nodes().size());
        switch (possible) {
            case HEALED -> {
                faults.healAll();
                if (needsAll) {
                    whole.makeWhole(faults);
                }
                whole.run();
            }
            case CORE -> {
                List<SimNode> core = majority(world);
                faults.healCore(core.stream().map(SimNode::id).toList());
                whole.of(core).run();
            }
            case SEND_ONLY -> {
                faults.healAll();
                long deaf = 1 + Indexed.below(world.nodes().size(), world.seed(), Stream.FRAME.of(0), 0);
                faults.cutForGood((from, to) -> to == deaf);
                whole.without(deaf).run();
            }
            case DEAF_LEADER -> {
                long leader = whole.electedAfter(faults);
                faults.cutForGood((from, to) -> to == leader);
                whole.without(leader).run();
            }
            case STALLED_LEADER -> {
                long leader = whole.electedAfter(faults);
                faults.stallForGood(world.node(leader));
                // A disk that nobody writes to is not missed: the clients go on until others lead.
                Liveness rest = whole.without(leader);
                rest.demand("Election", NO_LEADER, rest::isLed);
                rest.run();
            }
            case LOST_HEIR -> {
                long leader = whole.electedAfter(faults);
                long heir = 1 + (leader + Indexed.below(world.nodes().size() - 1, world.seed(), Stream.FRAME.of(0), 0)) % world.nodes().size();
                faults.cutForGood((from, to) -> from == heir || to == heir);
                world.node(leader).transferLeadership(heir);
                whole.without(heir).run();
            }
            case PARTIAL -> {
                faults.healAll();
                faults.cutForGood((from, to) -> !PARTIAL_GRAPH.contains(List.of(Math.min(from, to), Math.max(from, to))));
                whole.of(world.nodes().subList(0, 3)).run();
            }
        }
        world.counters().sights.saw(sight(possible));
    }

    private static Schedule.Frame possible(Schedule.Frame wanted, boolean needsAll, int nodes) {
        boolean oneMayBeMissing = nodes >= 3 && !needsAll;
        boolean isDrawn = wanted != Schedule.Frame.PARTIAL || nodes == 5;
        return oneMayBeMissing && isDrawn ? wanted : Schedule.Frame.HEALED;
    }

    private static Sight sight(Schedule.Frame frame) {
        return switch (frame) {
            case HEALED -> Sight.FRAME_HEAL;
            case CORE -> Sight.FRAME_CORE;
            case SEND_ONLY -> Sight.FRAME_SEND_ONLY;
            case DEAF_LEADER -> Sight.FRAME_DEAF_LEADER;
            case PARTIAL -> Sight.FRAME_PARTIAL;
            case STALLED_LEADER -> Sight.FRAME_STALLED_LEADER;
            case LOST_HEIR -> Sight.FRAME_LOST_HEIR;
        };
    }

    /** Demands of one group of a healed cluster, which these nodes hold, what is demanded of all. */
    static void run(World world, WatchedGroup group, List<SimNode> holders) {
        new Liveness(world, List.of(group), holders).run();
    }

    private Liveness of(List<SimNode> others) {
        return new Liveness(world, groups, others);
    }

    private Liveness without(long member) {
        return of(core.stream().filter(node -> node.id() != member).toList());
    }

    /** Mends everything, and waits for a leader. */
    private long electedAfter(Faults faults) {
        faults.healAll();
        demand("Election", NO_LEADER, this::isLed);
        return world.leader();
    }

    /** Operators have removed members, or let come back with an empty disk: they let each in again as a voter, one change after the other. */
    private void makeWhole(Faults faults) {
        demand("Membership", "a change of members that was asked for is not answered", each -> !faults.mayChangeMembers());
        for (WatchedGroup group : groups) {
            Liveness alone = new Liveness(world, List.of(group), core);
            alone.demand("Election", "nobody leads", each -> world.leader(each.group()) != 0);
            Restoration restoration = new Restoration(world, group.group());
            alone.demand("Membership", "not all nodes are voters again", RESTORATION_NANOS, each -> restoration.goOn());
        }
    }

    /** Picks a majority by the seed. */
    private static List<SimNode> majority(World world) {
        List<SimNode> rest = new ArrayList<>(world.nodes());
        int size = world.nodes().size() / 2 + 1;
        for (int draw = 0; rest.size() > size; draw++) {
            rest.remove((int) Indexed.below(rest.size(), world.seed(), Stream.CORE.of(0), draw));
        }
        return rest;
    }

    private void run() {
        List<Long> committed = groups.stream().map(group -> group.invariants().commits().last()).toList();
        groups.forEach(group -> group.load().close(core));
        demand("Election", NO_LEADER, this::isLed);
        demand("Answers", "clients still wait for an answer", group -> group.load().isIdle());
        groups.forEach(group -> group.load().serve());
        demand("Service", "clients of the healed cluster still wait", group -> group.load().isServed());
        demand("Convergence", "the replicas differ", this::isConverged);
        for (int i = 0; i < groups.size(); i++) {
            checkHistory(groups.get(i), committed.get(i));
        }
    }

    /** Of each group. */
    private void demand(String name, String complaint, Predicate<WatchedGroup> goal) {
        demand(name, complaint, BOUND_NANOS, goal);
    }

    private void demand(String name, String complaint, long bound, Predicate<WatchedGroup> goal) {
        if (!isReached(world, bound, () -> groups.stream().allMatch(goal))) {
            long late = groups.size() == 1 ? groups.getFirst().group() : groups.stream().filter(goal.negate()).findFirst().orElseThrow().group();
            throw missed(world, name, complaint, bound, describe(late)).in(late);
        }
    }

    /** Lets time pass until a goal is reached, which must be within the bound. */
    static void demand(World world, String name, Supplier<String> complaint, long bound, BooleanSupplier goal, Supplier<String> describe) {
        if (!isReached(world, bound, goal)) {
            throw missed(world, name, complaint.get(), bound, describe.get());
        }
    }

    private static boolean isReached(World world, long bound, BooleanSupplier goal) {
        long deadline = world.now() + bound;
        while (!goal.getAsBoolean()) {
            if (world.now() >= deadline) {
                return false;
            }
            world.queue().runUntil(world.now() + STEP_NANOS);
        }
        return true;
    }

    private static InvariantViolation missed(World world, String name, String complaint, long bound, String state) {
        return world.violation("Liveness" + name, null, complaint + " after " + bound / 1_000_000 + " ms; " + state);
    }

    private String describe(long group) {
        List<String> nodes = new ArrayList<>();
        for (SimNode node : core) {
            MemberState state = node.holds(group) ? node.capture(group) : null;
            nodes.add("n" + node.id() + " " + (state == null ? node.isUp() ? "without it" : "down" : state.role() + " of term " + state.hardState().term() + ", commitIndex "
                    + state.commitIndex() + ", lastApplied " + node.lastApplied(group) + ", voters " + state.configurationUpTo(Long.MAX_VALUE).allVoters()));
        }
        return String.join("; ", nodes);
    }

    private boolean isLed(WatchedGroup watched) {
        long group = watched.group();
        long leader = 0;
        for (SimNode node : core) {
            if (!node.holds(group)) {
                return false;
            }
            MemberState state = node.capture(group);
            if (!isInCore(state.leader()) || (leader != 0 && leader != state.leader())) {
                return false;
            }
            leader = state.leader();
        }
        MemberState state = world.node(leader).capture(group);
        // While it hands over, which it was asked to before, it takes no commands.
        return state.role() == Role.LEADER && state.transferee() == Configuration.NOBODY && termAt(state, state.commitIndex()) == state.hardState().term();
    }

    private boolean isInCore(long member) {
        return core.stream().anyMatch(node -> node.id() == member);
    }

    private static long termAt(MemberState state, long index) {
        long position = index - state.base().index() - 1;
        return position < 0 ? state.base().term() : state.entries().get((int) position).term();
    }

    private boolean isConverged(WatchedGroup group) {
        SimNode first = core.get(0);
        long last = group.invariants().commits().last();
        for (SimNode node : core) {
            MemberState state = node.capture(group.group());
            boolean caughtUp = node.lastApplied(group.group()) == last
                    && state.lastIndex() == last
                    && state.durableIndex() == last
                    && state.pendingWrites().isEmpty();
            if (!caughtUp) {
                return false;
            }
        }
        long hash = group.load().content(first.machine(group.group()));
        for (SimNode node : core) {
            if (group.load().content(node.machine(group.group())) != hash) {
                throw world.violation("EqualReplicas", node, "has applied the same as n" + first.id() + " and holds other content").in(group.group());
            }
        }
        return true;
    }

    /** What was committed when the faults ended is what every log holds now. */
    private void checkHistory(WatchedGroup group, long committed) {
        for (SimNode node : core) {
            MemberState state = node.capture(group.group());
            for (long index = state.base().index() + 1; index <= committed; index++) {
                Entry entry = state.entries().get((int) (index - state.base().index() - 1));
                if (!entry.equals(group.invariants().commits().entry(index))) {
                    throw world.violation("UnchangedHistory", node, "holds " + entry + " where " + group.invariants().commits().entry(index)
                            + " was committed").in(group.group());
                }
            }
        }
    }
}
