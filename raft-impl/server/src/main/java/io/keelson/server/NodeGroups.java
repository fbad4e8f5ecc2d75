package io.keelson.server;

import io.keelson.node.Node;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.ReplicaBalance;
import io.keelson.node.placement.ReplicaPlan;
import io.keelson.node.placement.ReplicaPlanner;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.Sabotage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Groups on a node, whose default group is the metadata group. */
final class NodeGroups implements Groups {
    private static final int USUAL_REPLICAS = 3;
    /** So often a plan is made anew that was overtaken by another's. */
    private static final int ATTEMPTS = 20;
    private static final int MOST_MOVES = 1_000;

    private final RunningNode node;
    private final long self;
    private final Sabotage sabotage;

    NodeGroups(RunningNode node, long self, Sabotage sabotage) {
        this.node = node;
        this.self = self;
        this.sabotage = sabotage;
    }

    /** Looks at the node once everything acknowledged before is in its replica of the metadata group. */
    private <R> CompletableFuture<Outcome<R>> upToDate(Function<Node, R> look) {
        return node.read(NodeReplica.DEFAULT_GROUP, ReadConsistency.LINEARIZABLE, machine -> 0L)
                .thenCompose(read -> read instanceof Outcome.Done<Long>
                        ? node.inspect(look).thenApply(seen -> read.map(done -> seen))
                        : CompletableFuture.completedFuture(read.map(done -> null)));
    }

    @Override
    public CompletableFuture<Outcome<List<KeptGroup>>> list() {
        return upToDate(hosting -> hosting.groups().kept());
    }

    private record Plan<T>(GroupCommand command, T wanted, Outcome<T> instead) {}

    @Override
    public CompletableFuture<Outcome<PlacedGroup>> create(String name, int replicas) {
        return carryOut(hosting -> creation(hosting, name, replicas), ATTEMPTS);
    }

    private static Plan<PlacedGroup> creation(Node hosting, String name, int replicas) {
        GroupTable table = hosting.groups().table(NodeReplica.DEFAULT_GROUP);
        TreeSet<Long> members = members(hosting);
        int voters = replicas == 0 ? Math.min(USUAL_REPLICAS, members.size()) : replicas;
        if (voters > Math.min(members.size(), GroupCommand.MAX_VOTERS)) {
            return new Plan<>(null, null, new Outcome.Refused<>(voters + " replicas are wanted, and the cluster has the members " + members));
        }
        List<Long> chosen = ReplicaPlanner.voters(ReplicaBalance.held(table.groups(), members), voters);
        return new Plan<>(new GroupCommand.Create(table.version(), name, chosen), new PlacedGroup(0, name, chosen, false, false), null);
    }

    private static TreeSet<Long> members(Node hosting) {
        return new TreeSet<>(hosting.members().appliedConfiguration(NodeReplica.DEFAULT_GROUP).voters());
    }

    /** Plans, and proposes what was planned; again if others have changed the groups meanwhile. */
    private CompletableFuture<Outcome<PlacedGroup>> carryOut(Function<Node, Plan<PlacedGroup>> planning, int attempts) {
        return upToDate(planning).thenCompose(planned -> {
            if (!(planned instanceof Outcome.Done<Plan<PlacedGroup>> done)) {
                return CompletableFuture.completedFuture(planned.map(never -> null));
            }
            Plan<PlacedGroup> plan = done.value();
            if (plan.instead() != null) {
                return CompletableFuture.completedFuture(plan.instead());
            }
            return node.changeGroups(NodeReplica.DEFAULT_GROUP, plan.command()).thenCompose(outcome -> isOvertaken(outcome) && attempts > 1
                    ? carryOut(planning, attempts - 1)
                    : CompletableFuture.completedFuture(outcome.map(id -> {
                        PlacedGroup wanted = plan.wanted();
                        return new PlacedGroup(id.value(), wanted.name(), wanted.wanted(), wanted.born(), wanted.settled());
                    })));
        });
    }

    private static boolean isOvertaken(Outcome<?> outcome) {
        return outcome instanceof Outcome.NotApplied<?> notApplied && notApplied.reason().equals(GroupTable.OVERTAKEN);
    }

    @Override
    public CompletableFuture<Outcome<Long>> delete(String name) {
        return node.changeGroups(NodeReplica.DEFAULT_GROUP, new GroupCommand.Delete(name));
    }

    @Override
    public CompletableFuture<Outcome<ReplicaPlan>> balance(boolean dryRun) {
        CompletableFuture<Outcome<ReplicaPlan>> planned = upToDate(NodeGroups::plan);
        return dryRun ? planned : planned.thenCompose(first -> move(first, new ArrayList<>()));
    }

    private static ReplicaPlan plan(Node hosting) {
        return ReplicaBalance.plan(hosting.groups().table(NodeReplica.DEFAULT_GROUP).groups(), members(hosting));
    }

    /** Asks for the first move of a plan, then plans again: what was asked for is part of what is wanted then. */
    private CompletableFuture<Outcome<ReplicaPlan>> move(Outcome<ReplicaPlan> planned, List<ReplicaPlan.Move> made) {
        boolean over = !(planned instanceof Outcome.Done<ReplicaPlan> done) || done.value().moves().isEmpty() || made.size() == MOST_MOVES;
        if (over) {
            return CompletableFuture.completedFuture(planned.map(last -> new ReplicaPlan(
                    made, last.value().kept().stream().filter(kept -> made.stream().noneMatch(move -> move.group().group() == kept.group().group())).toList())));
        }
        ReplicaPlan.Move[] next = {null};
        return carryOut(
                        hosting -> {
                            List<ReplicaPlan.Move> moves = plan(hosting).moves();
                            next[0] = moves.isEmpty() ? null : moves.getFirst();
                            return next[0] == null
                                    ? new Plan<>(null, null, new Outcome.Done<>(0, null))
                                    : new Plan<>(
                                            new GroupCommand.Place(hosting.groups().table(NodeReplica.DEFAULT_GROUP).version(), next[0].group().group(), next[0].voters()),
                                            next[0].group(),
                                            null);
                        },
                        ATTEMPTS)
                .thenCompose(outcome -> {
                    if (!(outcome instanceof Outcome.Done<PlacedGroup>)) {
                        return CompletableFuture.completedFuture(outcome.map(never -> null));
                    }
                    if (next[0] != null) {
                        made.add(next[0]);
                    }
                    return upToDate(NodeGroups::plan).thenCompose(again -> move(again, made));
                });
    }

    @Override
    public Replica named(String name) {
        return new NamedReplica(() -> find(name));
    }

    private CompletableFuture<Outcome<Replica>> find(String name) {
        return node.inspect(hosting -> look(hosting, name)).thenCompose(found -> found instanceof Outcome.Refused<Replica>
                // This member may be behind: it knows for certain once it has asked.
                ? upToDate(hosting -> look(hosting, name)).thenApply(asked -> asked instanceof Outcome.Done<Outcome<Replica>> done ? done.value() : asked.map(never -> null))
                : CompletableFuture.completedFuture(found));
    }

    private Outcome<Replica> look(Node hosting, String name) {
        PlacedGroup placed = hosting.groups().table(NodeReplica.DEFAULT_GROUP).named(name);
        if (placed == null) {
            return new Outcome.Refused<>("there is no group '" + name + "'; keelson groups create makes one");
        }
        return hosting.groups().ids().contains(placed.group())
                ? new Outcome.Done<>(0, new NodeReplica(node, placed.group(), sabotage))
                : new Outcome.NotApplied<>("group '" + name + "' is not on member " + self + "; ask one of members " + placed.wanted(), 0);
    }
}
