package io.keelson.jepsen.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Whom a fault hits; resolved when it strikes. */
public enum Target {
    /** The node that leads. */
    LEADER,
    /** One node that does not lead. */
    FOLLOWER,
    /** One node, whichever. */
    ONE,
    /** As many nodes as a cluster can lose and go on, the leader among them. */
    MINORITY,
    /** As many nodes as make a majority, the leader among them. */
    MAJORITY,
    /** Every node. */
    ALL,
    /** A host on which no node lives yet. */
    SPARE;

    /** The name on the command line and in histories. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many of so many nodes it hits. */
    int count(int nodes) {
        return switch (this) {
            case LEADER, FOLLOWER, ONE, SPARE -> 1;
            case MINORITY -> Math.max(1, (nodes - 1) / 2);
            case MAJORITY -> nodes / 2 + 1;
            case ALL -> nodes;
        };
    }

    /**
     * Chooses the nodes.
     *
     * @param nodes those to choose from
     * @param leader the node that leads
     * @param random decides among equals
     * @return at least one node; in a cluster of one, the follower is the leader
     */
    List<String> choose(List<String> nodes, String leader, RandomGenerator random) {
        List<String> followers = new ArrayList<>(nodes);
        followers.remove(leader);
        return switch (this) {
            case LEADER -> List.of(leader);
            case FOLLOWER -> List.of(followers.isEmpty() ? leader : followers.get(random.nextInt(followers.size())));
            case ONE -> List.of(nodes.get(random.nextInt(nodes.size())));
            case MINORITY, MAJORITY -> withLeader(count(nodes.size()), leader, followers, random);
            case ALL -> List.copyOf(nodes);
            case SPARE -> List.of(nodes.getFirst());
        };
    }

    private static List<String> withLeader(int count, String leader, List<String> followers, RandomGenerator random) {
        List<String> chosen = new ArrayList<>(List.of(leader));
        while (chosen.size() < count) {
            chosen.add(followers.remove(random.nextInt(followers.size())));
        }
        return chosen;
    }
}
