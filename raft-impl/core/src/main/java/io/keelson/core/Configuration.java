package io.keelson.core;

import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Who belongs to the group (thesis chapter 4). It is an entry of the log and in force from the moment it is appended.
 *
 * <p>While {@code outgoing} is not empty the configuration is <em>joint</em>: every decision needs a majority of {@code voters} and
 * a majority of {@code outgoing} (thesis 4.3).
 *
 * @param voters the members that elect and commit, ascending, without repetition
 * @param outgoing the voters of the configuration being left, ascending; empty unless joint
 * @param learners the members that receive entries but do not vote, ascending, disjoint from {@code voters}
 */
public record Configuration(List<Long> voters, List<Long> outgoing, List<Long> learners) implements Payload {
    /** The id that no member has: an absent vote, an unknown leader. */
    public static final long NOBODY = 0;

    /** The configuration of a member that has not been let in anywhere yet. */
    public static final Configuration NONE = new Configuration(List.of(), List.of(), List.of());

    public Configuration {
        voters = ascending("voters", voters);
        outgoing = ascending("outgoing", outgoing);
        learners = ascending("learners", learners);
        for (long learner : learners) {
            if (voters.contains(learner)) {
                throw new IllegalArgumentException("member " + learner + " is both voter and learner");
            }
        }
    }

    /**
     * The simple configuration of these voters.
     *
     * @param voters the ids, each at least 1
     * @return the configuration, never null
     */
    public static Configuration of(long... voters) {
        return new Configuration(java.util.Arrays.stream(voters).boxed().toList(), List.of(), List.of());
    }

    private static List<Long> ascending(String what, List<Long> ids) {
        TreeSet<Long> sorted = new TreeSet<>(ids);
        if (sorted.size() != ids.size() || (!sorted.isEmpty() && sorted.first() <= NOBODY)) {
            throw new IllegalArgumentException(what + " must be distinct ids from 1: " + ids);
        }
        return List.copyOf(sorted);
    }

    /** Says whether two majorities are needed. */
    public boolean isJoint() {
        return !outgoing.isEmpty();
    }

    /** Says whether the member's vote and log count. */
    public boolean isVoter(long member) {
        return voters.contains(member) || outgoing.contains(member);
    }

    /** Everyone who receives entries, ascending. */
    public List<Long> members() {
        TreeSet<Long> all = new TreeSet<>(voters);
        all.addAll(outgoing);
        all.addAll(learners);
        return List.copyOf(all);
    }

    /** Everyone whose vote counts, ascending. */
    public List<Long> allVoters() {
        TreeSet<Long> all = new TreeSet<>(voters);
        all.addAll(outgoing);
        return List.copyOf(all);
    }

    /** Says whether the members that satisfy the test form a quorum (of each half, when joint). */
    public boolean hasQuorum(LongPredicate agrees) {
        return Quorum.majority(voters, agrees) && (!isJoint() || Quorum.majority(outgoing, agrees));
    }

    /** The largest value that a quorum has reached, when each voter has reached {@code reached(voter)}. */
    public long quorumValue(LongUnaryOperator reached) {
        long incoming = Quorum.majorityValue(voters, reached);
        return isJoint() ? Math.min(incoming, Quorum.majorityValue(outgoing, reached)) : incoming;
    }

    @Override
    public int size() {
        return Long.BYTES * (voters.size() + outgoing.size() + learners.size());
    }
}
