package io.keelson.simulation;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.node.StateMachine;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.PreferredLeaders;
import io.keelson.node.wire.Frame;
import io.keelson.simulation.invariant.CommitLedger;
import io.keelson.simulation.invariant.GroupsLedger;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.workload.Load;
import io.keelson.simulation.world.GroupOperator;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The groups of a run that the first group wants: watched and asked like those that are there from the beginning, from the moment on in which a node first holds them. No node holds what was
 * never wanted there, none drops what it may still be needed for, and once all is healed everything is where it is wanted and stays there.
 */
final class KeptGroups {
    /** Groups are moved one change after the other, of which each may have to wait for an election. */
    private static final long PLACEMENT_NANOS = 4 * Liveness.BOUND_NANOS;

    /** Each change of place takes a group to its last one at most once. */
    private static final int MOST_MOVES = 100;

    private static final long STAYS_NANOS = 2_000_000_000L;
    private static final long STEP_NANOS = 20_000_000L;

    private final World world;
    private final GroupsLedger ledger;
    private final BiFunction<Long, Invariants, Load> loads;
    private final TreeMap<Long, WatchedGroup> groups = new TreeMap<>();
    /** By node: which process was looked at, and what it held. */
    private final TreeMap<Long, Held> held = new TreeMap<>();

    private record Held(int process, TreeSet<Long> groups) {}

    /**
     * Nobody holds any yet.
     *
     * @param wants the invariants of the first group
     * @param loads makes the clients of a group
     */
    KeptGroups(World world, Invariants wants, BiFunction<Long, Invariants, Load> loads) {
        this.world = world;
        this.ledger = new GroupsLedger(wants.commits());
        this.loads = loads;
    }

    /** Returns all that there were, deleted ones too. */
    Collection<WatchedGroup> all() {
        return groups.values();
    }

    /** Returns those that nobody wanted deleted. */
    List<WatchedGroup> wanted() {
        return groups.values().stream().filter(group -> ledger.table().group(group.group()) != null).toList();
    }

    /** A node is about to hold a group. */
    StateMachine watch(SimNode node, long group, StateMachine machine) {
        if (!groups.containsKey(group)) {
            found(group, node.groupTable().group(group));
        }
        return groups.get(group).invariants().applied().watch(node, machine);
    }

    private void found(long group, PlacedGroup placed) {
        Invariants invariants = new Invariants(world, group, new Configuration(placed.wanted(), List.of(), List.of()));
        WatchedGroup founded = new WatchedGroup(group, invariants, loads.apply(group, invariants));
        groups.put(group, founded);
        founded.load().start();
        world.counters().sights.saw(Sight.GROUP_FOUNDED);
    }

    /** A node has taken a turn, or has been started; the first group has been looked at. */
    void observe(SimNode node) {
        List<GroupCommand.Settled> settled = ledger.follow();
        TreeSet<Long> now = new TreeSet<>(node.keptGroups());
        Held before = held.put(node.id(), new Held(node.process(), now));
        if (before != null && before.process == node.process()) {
            before.groups.stream().filter(group -> !now.contains(group)).forEach(group -> dropped(node, group));
        }
        for (long group : now) {
            if (!ledger.wasWanted(group, node.id())) {
                throw world.violation("HoldsWhatIsWanted", node, "holds group " + group + ", which it was never committed that it shall");
            }
            groups.get(group).observe(node);
            checkVoters(node, group);
        }
        settled.forEach(one -> checkSettled(node, one));
    }

    /** While a group moves it bears as many failures as before: nobody goes before all have come. */
    private void checkVoters(SimNode node, long group) {
        Configuration committed = groups.get(group).invariants().commits().configuration();
        int voters = committed.isJoint() ? Math.min(committed.voters().size(), committed.outgoing().size()) : committed.voters().size();
        if (voters < ledger.fewestWanted(group)) {
            throw world.violation("NeverFewerVoters", node, "group " + group + " has the voters " + committed + ", and was never to have fewer than " + ledger.fewestWanted(group)).in(group);
        }
    }

    /** Until its group does without it, a member is needed: what it has acknowledged may be on no other disk. */
    private void dropped(SimNode node, long group) {
        Invariants invariants = groups.get(group).invariants();
        boolean isDeleted = ledger.table().isDeleted(group);
        Configuration committed = invariants.commits().configuration();
        if (!isDeleted && committed.allVoters().contains(node.id())) {
            throw world.violation("ReplicaGoesLast", node, "drops its replica of group " + group + ", in which it votes: " + committed).in(group);
        }
        if (isDeleted) {
            groups.get(group).load().close(world.nodes());
        }
        world.counters().sights.saw(isDeleted ? Sight.GROUP_DROPPED : Sight.REPLICA_MOVED_AWAY);
        invariants.dropped(node);
    }

    private void checkSettled(SimNode node, GroupCommand.Settled settled) {
        WatchedGroup group = groups.get(settled.group());
        Configuration committed = group == null ? Configuration.NONE : group.invariants().commits().configuration();
        if (!CommitLedger.areAll(settled.voters(), committed)) {
            throw world.violation(
                    "SettledIsCommitted", node, "group " + settled.group() + " is said to have the members " + settled.voters() + ", and the last that were committed are " + committed).in(settled.group());
        }
    }

    void crashing(SimNode node) {
        groups.values().forEach(group -> group.load().nodeGone(node));
    }

    void sent(SimNode node, Frame frame) {
        groups.values().forEach(group -> group.sent(node, frame));
    }

    /** All is healed, and the first group serves: the others must come to where they are wanted, each to be led by whom it shall, and nothing moves any more. */
    void demand(GroupOperator operator) {
        demand("Placement", this::misplaced);
        for (int moves = 0; operator.balanceOnce(); moves++) {
            if (moves == MOST_MOVES) {
                throw world.violation("LivenessBalance", null, "after " + MOST_MOVES + " moves the planner still wants another: " + table().groups());
            }
            world.queue().runUntil(world.now() + STEP_NANOS);
            demand("Placement", this::misplaced);
        }
        operator.promises().check(table());
        for (PlacedGroup placed : table().groups()) {
            Liveness.run(world, groups.get(placed.group()), holders(placed.group()));
        }
        demand("Placement", this::misplaced);
        List<String> settled = leaderships();
        world.queue().runUntil(world.now() + STAYS_NANOS);
        if (!leaderships().equals(settled) || !misplaced().isEmpty()) {
            throw world.violation("LivenessRest", null, "of a healed cluster of which nobody wants anything, leaders and their terms were " + settled + " and are " + leaderships() + " " + misplaced());
        }
    }

    private void demand(String name, Supplier<String> complaint) {
        Liveness.demand(world, name, complaint, PLACEMENT_NANOS, () -> complaint.get().isEmpty(), this::describe);
    }

    /** What each node says of each group, for whoever looks for what is in the way. */
    private String describe() {
        List<String> all = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            List<String> words = node.isUp() ? node.report().stream().map(kept -> "group " + kept.placed().group() + " " + kept.note() + state(node, kept.placed().group())).toList() : List.of("down");
            all.add("n" + node.id() + ": " + String.join(", ", words));
        }
        return table().groups() + "; " + String.join("; ", all);
    }

    private static String state(SimNode node, long group) {
        if (!node.holds(group)) {
            return "";
        }
        MemberState state = node.capture(group);
        return " (" + state.role() + " of term " + state.hardState().term() + ", leader n" + state.leader() + ", lostIndex " + state.hardState().lostIndex() + ", last index " + state.lastIndex()
                + ", commitIndex " + state.commitIndex() + ", " + state.configurationUpTo(Long.MAX_VALUE) + ")";
    }

    private GroupTable table() {
        return ledger.table();
    }

    private List<SimNode> holders(long group) {
        return world.nodes().stream().filter(node -> node.holds(group)).toList();
    }

    private List<String> leaderships() {
        List<String> leaderships = new ArrayList<>();
        for (PlacedGroup placed : table().groups()) {
            long leader = world.leader(placed.group());
            leaderships.add("g" + placed.group() + " n" + leader + " " + (leader == 0 ? 0 : world.node(leader).capture(placed.group()).hardState().term()));
        }
        return leaderships;
    }

    /** What is not as it shall be, in words; empty if all is. */
    private String misplaced() {
        Bytes wanted = table().encode();
        for (SimNode node : world.nodes()) {
            if (!node.isUp() || !node.groupTable().encode().equals(wanted)) {
                return "n" + node.id() + " does not know what is wanted";
            }
            TreeSet<Long> here = new TreeSet<>();
            table().groups().stream().filter(placed -> placed.wanted().contains(node.id())).forEach(placed -> here.add(placed.group()));
            if (!here.equals(new TreeSet<>(node.keptGroups()))) {
                return "n" + node.id() + " shall hold " + here + " and holds " + node.keptGroups();
            }
        }
        SortedMap<Long, Long> leaders = PreferredLeaders.of(table().groups());
        return table().groups().stream().map(placed -> unsettled(placed, leaders.get(placed.group()))).filter(complaint -> !complaint.isEmpty()).findFirst().orElse("");
    }

    private String unsettled(PlacedGroup placed, long leader) {
        if (!placed.settled()) {
            return "group " + placed.group() + " is not settled";
        }
        if (world.leader(placed.group()) != leader) {
            return "group " + placed.group() + " is led by n" + world.leader(placed.group()) + " and shall be by n" + leader;
        }
        MemberState state = world.node(leader).capture(placed.group());
        Configuration inForce = state.configurationUpTo(Long.MAX_VALUE);
        boolean isAsWanted = state.role() == Role.LEADER && CommitLedger.areAll(placed.wanted(), inForce);
        return isAsWanted ? "" : "group " + placed.group() + " has the members " + inForce;
    }
}
