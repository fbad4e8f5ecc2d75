package io.keelson.core;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Who belongs to the group (thesis chapter 4). It is an entry of the log and in force from the moment it is appended.
 *
 * <p>While {@code outgoing} is not empty the configuration is <em>joint</em>: every decision needs a majority of {@code voters} and
 * a majority of {@code outgoing} (thesis 4.3).
 *
 * <p>A member is one data directory: what it has promised stands there. So a configuration binds each member's id to the incarnation of its directory, as soon as a leader
 * knows it. Whoever bears the id with another directory is a stranger, and does not count, until it is let in again.
 *
 * @param voters the members that elect and commit, ascending, without repetition
 * @param outgoing the voters of the configuration being left, ascending; empty unless joint
 * @param learners the members that receive entries but do not vote, ascending, disjoint from {@code voters}
 * @param incarnations of the members that are bound, the {@linkplain MemberIdentity#incarnation() incarnation} that counts, from 1; unmodifiable
 */
public record Configuration(List<Long> voters, List<Long> outgoing, List<Long> learners, SortedMap<Long, Long> incarnations) implements Payload {
    /** The id that no member has: an absent vote, an unknown leader. */
    public static final long NOBODY = 0;

    /** The incarnation that no directory has: of a member that is not bound, or not known. */
    public static final long UNBOUND = 0;

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
        incarnations = Collections.unmodifiableSortedMap(new TreeMap<>(incarnations));
        for (SortedMap.Entry<Long, Long> bound : incarnations.entrySet()) {
            long member = bound.getKey();
            if (bound.getValue() < 1 || !(voters.contains(member) || outgoing.contains(member) || learners.contains(member))) {
                throw new IllegalArgumentException("no member can be bound like this: " + bound);
            }
        }
    }

    /**
     * A configuration in which nobody is bound yet.
     *
     * @param voters see above
     * @param outgoing see above
     * @param learners see above
     */
    public Configuration(List<Long> voters, List<Long> outgoing, List<Long> learners) {
        this(voters, outgoing, learners, Collections.emptySortedMap());
    }

    /**
     * The simple configuration of these voters, none of them bound.
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

    /** The incarnation that a member is bound to, {@link #UNBOUND} if to none. Spec: {@code Bound}. */
    public long boundTo(long member) {
        return incarnations.getOrDefault(member, UNBOUND);
    }

    /** Says whether what this directory of a member promises is the member's word: not if the member is bound to another. Spec: {@code Counts}. */
    public boolean counts(long member, long incarnation) {
        long bound = boundTo(member);
        return bound == UNBOUND || bound == incarnation;
    }

    /** Says whether each voter is bound; a learner is as it becomes one. */
    public boolean isBound() {
        return allBound(voters) && allBound(outgoing);
    }

    private boolean allBound(List<Long> members) {
        for (long member : members) {
            if (!incarnations.containsKey(member)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same members, bound to these incarnations and to no others.
     *
     * @param bound of each member that is bound
     * @return the configuration, never null
     */
    public Configuration boundTo(SortedMap<Long, Long> bound) {
        return new Configuration(voters, outgoing, learners, bound);
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
        return Long.BYTES * (voters.size() + outgoing.size() + learners.size() + 2 * incarnations.size());
    }
}
