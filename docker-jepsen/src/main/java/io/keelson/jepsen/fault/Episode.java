package io.keelson.jepsen.fault;

import java.util.List;

/**
 * A fault that happened.
 *
 * @param fault which
 * @param target whom it was aimed at
 * @param nodes whom it hit
 * @param leader who led just before
 * @param begin nanoseconds on the history's scale when the first node was hit
 * @param struck nanoseconds on the history's scale when all of them had been
 * @param end nanoseconds on the history's scale when it had been undone
 * @param answering nanoseconds from then until every node answered: what the start of those that had been down took, with their logs; or until that was given up
 * @param recovery nanoseconds from then until every node served and all named the same leader; {@link #NOT_RECOVERED} if that was given up
 */
public record Episode(Fault fault, Target target, List<String> nodes, String leader, long begin, long struck, long end, long answering, long recovery) {
    /** The recovery of a cluster that did not become whole in the time that the nemesis gave it. */
    public static final long NOT_RECOVERED = -1;

    public Episode {
        nodes = List.copyOf(nodes);
    }

    /** How long the cluster took to be whole after every node answered, in nanoseconds. Only of one that {@linkplain #recovery recovered}. */
    public long agreeing() {
        return recovery - answering;
    }

    /** When the cluster was whole again, or that was given up; nanoseconds on the history's scale. */
    public long whole() {
        return end + Math.max(answering, recovery);
    }

    /** Whether the leader was among those whom it hit. */
    public boolean hitLeader() {
        return nodes.contains(leader);
    }

    /** The kind and the target in a word: {@code kill leader}. */
    public String label() {
        return fault.kind().label() + " " + target.label();
    }
}
