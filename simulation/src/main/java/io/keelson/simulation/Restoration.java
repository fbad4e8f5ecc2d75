package io.keelson.simulation;

import io.keelson.core.Configuration;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.node.MembershipChange;
import io.keelson.node.Outcome;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;

/** An operator who makes all nodes voters of a group again: asks whoever leads for one change after the other, and again if it did not come about. */
final class Restoration {
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final World world;
    private final long group;
    /** When the answer to the last request is waited for no longer; 0 while nothing was asked for. */
    private long waitsUntil;

    Restoration(World world, long group) {
        this.world = world;
        this.group = group;
    }

    /** Says whether every node runs, and is a voter by the log of whoever leads. */
    boolean isDone() {
        long leader = world.leader(group);
        return leader != 0 && isSettled(world.node(leader).capture(group)) && next(inForce(leader)) == null && world.nodes().stream().allMatch(SimNode::isUp) && isLatest(leader);
    }

    /** A leader that was paused leads until it goes on, whatever others have been elected for meanwhile. */
    private boolean isLatest(long leader) {
        long term = term(world.node(leader));
        return world.nodes().stream().allMatch(node -> term(node) <= term);
    }

    private long term(SimNode node) {
        return node.capture(group).hardState().term();
    }

    private static boolean isSettled(MemberState state) {
        Configuration inForce = state.configurationUpTo(Long.MAX_VALUE);
        return state.role() == Role.LEADER && hasCommittedInItsTerm(state) && !inForce.isJoint() && state.configurationUpTo(state.commitIndex()).equals(inForce);
    }

    /** Before that another may be elected whose log has a change that this one's lacks. */
    private static boolean hasCommittedInItsTerm(MemberState state) {
        long position = state.commitIndex() - state.base().index() - 1;
        long term = position < 0 ? state.base().term() : state.entries().get((int) position).term();
        return term == state.hardState().term();
    }

    private Configuration inForce(long node) {
        return world.node(node).capture(group).configurationUpTo(Long.MAX_VALUE);
    }

    /** Asks for what is next, if nothing is waited for; says whether all is done. */
    boolean goOn() {
        if (isDone()) {
            return true;
        }
        long leader = world.leader(group);
        if (leader != 0 && world.now() >= waitsUntil) {
            MembershipChange change = next(inForce(leader));
            if (change != null) {
                waitsUntil = world.now() + PATIENCE_NANOS;
                world.node(leader).changeMembership(group, change, outcome -> {
                    waitsUntil = 0;
                    if (change.kind() == MembershipChange.Kind.REMOVE && outcome instanceof Outcome.Done<Long>) {
                        world.counters().sights.saw(Sight.STRANGER_LET_IN);
                    }
                });
            }
        }
        return false;
    }

    /** Who bears a member's id with another disk than the member's has to be removed first. */
    private MembershipChange next(Configuration configuration) {
        for (SimNode node : world.nodes()) {
            if (node.isUp()) {
                boolean isMember = configuration.members().contains(node.id());
                if (isMember && !configuration.counts(node.id(), node.incarnation())) {
                    return new MembershipChange(MembershipChange.Kind.REMOVE, node.id());
                }
                if (!isMember) {
                    return new MembershipChange(MembershipChange.Kind.ADD_LEARNER, node.id());
                }
                if (!configuration.voters().contains(node.id())) {
                    return new MembershipChange(MembershipChange.Kind.PROMOTE, node.id());
                }
            }
        }
        return null;
    }
}
