package io.keelson.simulation.world;

import io.keelson.node.Outcome;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.ReplicaBalance;
import io.keelson.node.placement.ReplicaPlan;
import io.keelson.node.placement.ReplicaPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An operator who has groups created, moved and deleted: plans by what whoever leads the first group knows, asks, and plans again if the answer was late, doubtful, or that others were
 * faster. Remembers what was asked and what was promised.
 */
public final class GroupOperator {
    private static final int ATTEMPTS = 12;
    private static final long AGAIN_NANOS = 150_000_000;
    private static final long PATIENCE_NANOS = 2_500_000_000L;

    /** A wish: given what groups there are, what to ask for; null once there is nothing left to ask for. */
    private interface Wish extends Function<GroupTable, GroupCommand> {}

    private final World world;
    private final GroupPromises promises;
    private boolean rests;

    GroupOperator(World world) {
        this.world = world;
        this.promises = new GroupPromises(world);
    }

    /** Returns what was asked and promised. */
    public GroupPromises promises() {
        return promises;
    }

    /** From here on nothing is asked again. */
    void rest() {
        rests = true;
    }

    private static String name(long group) {
        return "g" + group;
    }

    private TreeSet<Long> members() {
        TreeSet<Long> members = new TreeSet<>();
        world.nodes().forEach(node -> members.add(node.id()));
        return members;
    }

    void create(long group, long voters) {
        int wanted = (int) Math.min(voters, world.nodes().size());
        attempt(
                table -> new GroupCommand.Create(
                        table.version(), name(group), ReplicaPlanner.voters(ReplicaBalance.held(table.groups(), members()), wanted)),
                ATTEMPTS);
    }

    void delete(long group) {
        attempt(table -> new GroupCommand.Delete(name(group)), ATTEMPTS);
    }

    void move(long group, long from, long to) {
        attempt(table -> moved(table, table.named(name(group)), from, to), ATTEMPTS);
    }

    private static GroupCommand moved(GroupTable table, PlacedGroup placed, long from, long to) {
        if (placed == null || to < 1 || !placed.wanted().contains(from) || placed.wanted().contains(to)) {
            return null;
        }
        List<Long> voters = new ArrayList<>(placed.wanted());
        voters.remove(from);
        voters.add(to);
        return new GroupCommand.Place(table.version(), placed.group(), voters);
    }

    void balance() {
        attempt(this::firstMove, ATTEMPTS);
    }

    /** Asks once, of whoever leads, for the first move that would spread the replicas more evenly; says whether there may be one: that there is none, only a leader knows. */
    public boolean balanceOnce() {
        long leader = world.leader();
        boolean isUneven = leader == 0 || firstMove(world.node(leader).groupTable()) != null;
        if (leader != 0 && isUneven) {
            ask(world.node(leader), this::firstMove, () -> {});
        }
        return isUneven;
    }

    private GroupCommand firstMove(GroupTable table) {
        List<ReplicaPlan.Move> moves = ReplicaBalance.plan(table.groups(), members()).moves();
        return moves.isEmpty() ? null : new GroupCommand.Place(table.version(), moves.getFirst().group().group(), moves.getFirst().voters());
    }

    private void attempt(Wish wish, int left) {
        if (rests || left == 0) {
            return;
        }
        long leader = world.leader();
        Runnable again = () -> attempt(wish, left - 1);
        if (leader == 0) {
            world.queue().at(world.now() + AGAIN_NANOS, again);
        } else {
            ask(world.node(leader), wish, again);
        }
    }

    private void ask(SimNode asked, Wish wish, Runnable again) {
        boolean[] isOver = {false};
        asked.changeGroups(
                table -> {
                    GroupCommand change = wish.apply(table);
                    isOver[0] = change == null;
                    if (change != null) {
                        promises.asked(change);
                    }
                    return change;
                },
                (change, outcome) -> {
                    world.trace().event(world.now(), asked.id(), "groups", 0, () -> change + " " + outcome);
                    promises.told(asked, change, outcome);
                    boolean isDefinite = outcome instanceof Outcome.Done<Long> || outcome instanceof Outcome.Refused<Long>;
                    if (!isOver[0] && !isDefinite) {
                        world.queue().at(world.now() + AGAIN_NANOS, again);
                    }
                    isOver[0] = true;
                });
        world.queue().at(world.now() + PATIENCE_NANOS, () -> {
            if (!isOver[0]) {
                isOver[0] = true;
                again.run();
            }
        });
    }
}
