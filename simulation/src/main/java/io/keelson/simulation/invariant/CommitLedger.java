package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is committed: one entry an index, for all members and all time (state-machine safety), on the disks of a majority when it commits, and in
 * the log of every later leader (leader completeness, thesis 3.6).
 */
public final class CommitLedger {
    /** Knows whose disks hold what. */
    interface Holders {
        /** Says whether a member's disk is known to hold an entry. */
        boolean hold(long member, Entry entry);
    }

    private record Committed(Entry entry, long commitTerm) {}

    private final World world;
    /** From the beginning's index on, where none is known. */
    private final List<Committed> committed = new ArrayList<>();
    /** By member: up to where its commits have been compared, and in which of its lives. */
    private final long[] checked;
    private final int[] process;

    /** After which the group begins. */
    private final LogBase beginning;

    /** By index: the configurations that are committed. */
    private final TreeMap<Long, Configuration> configurations = new TreeMap<>();

    private Configuration configuration;

    /** Nothing is committed in a group that the world begins with. */
    CommitLedger(World world) {
        this(world, LogBase.bootstrap(world.configuration()));
    }

    /**
     * Nothing is committed.
     *
     * @param beginning after which the group begins: after nothing, or after what it was restored to
     */
    CommitLedger(World world, LogBase beginning) {
        this.world = world;
        this.beginning = beginning;
        this.configuration = beginning.configuration();
        this.checked = new long[world.nodes().size() + 1];
        this.process = new int[world.nodes().size() + 1];
        committed.add(null);
    }

    /** Returns the last index known to be committed by anyone. */
    public long last() {
        return beginning.index() + committed.size() - 1L;
    }

    /** Returns the committed entry at an index up to {@link #last()}; null where the group begins after that. */
    public Entry entry(long index) {
        Committed known = at(index);
        return known == null ? null : known.entry;
    }

    private Committed at(long index) {
        return committed.get((int) (index - beginning.index()));
    }

    /** Says whether an entry of a term is committed at an index, or the group begins there. */
    boolean knows(long index, long term) {
        return index == beginning.index() ? term == beginning.term() : index > beginning.index() && index <= last() && entry(index).term() == term;
    }

    /**
     * Checks what a member has learned to be committed since it was last looked at.
     *
     * @param since the end of its log when it was last looked at: what it committed with was in force there or later
     * @param holders says whose disks are known to hold an entry
     */
    void observe(SimNode node, MemberState state, long since, Holders holders) {
        long from = Math.max(state.base().index() + 1, Math.min(checked(node), last()) + 1);
        for (long index = from; index <= state.commitIndex(); index++) {
            Entry entry = MemberView.entry(state, index);
            if (index > last()) {
                commit(node, entry, state, since, holders);
            } else if (!entry(index).equals(entry)) {
                throw world.violation("StateMachineSafety", node, "has committed " + entry + " where " + entry(index) + " is committed");
            }
        }
        checked[(int) node.id()] = state.commitIndex();
        process[(int) node.id()] = node.process();
    }

    /** After a restart everything is checked again. */
    private long checked(SimNode node) {
        return process[(int) node.id()] == node.process() ? checked[(int) node.id()] : 0;
    }

    private void commit(SimNode node, Entry entry, MemberState state, long since, Holders holders) {
        Configuration inForce = entry.payload() instanceof Configuration own ? own : configuration;
        List<Configuration> judges = Majorities.since(state, entry.index(), inForce, state.role() == Role.LEADER ? since : entry.index());
        if (!isHeld(entry, judges, holders)) {
            throw world.violation("CommittedIsDurable", node, "commits " + entry + ", which is not on the disks of a majority of " + judges);
        }
        if (state.role() == Role.LEADER && lastCommittedTerm(state) != state.hardState().term()) {
            throw world.violation("CommitsOwnTerm", node, "the leader of term " + state.hardState().term()
                    + " moves commitIndex to " + state.commitIndex() + ", an entry of term " + lastCommittedTerm(state));
        }
        committed.add(new Committed(entry, state.hardState().term()));
        if (entry.payload() instanceof Configuration next) {
            configurations.put(entry.index(), next);
            note(next);
        }
    }

    private static boolean isHeld(Entry entry, List<Configuration> judges, Holders holders) {
        for (Configuration judge : judges) {
            if (Majorities.agree(judge, member -> holders.hold(member, entry))) {
                return true;
            }
        }
        return false;
    }

    private void note(Configuration next) {
        boolean same = next.voters().equals(configuration.voters()) && next.learners().equals(configuration.learners());
        if (!same) {
            world.counters().sights.saw(Sight.MEMBERS_CHANGED);
        }
        if (next.isJoint()) {
            world.counters().sights.saw(Sight.JOINT_CONFIGURATION);
        }
        configuration = next;
    }

    /** Returns the last configuration known to be committed; before any, the one that the group began with. */
    public Configuration configuration() {
        return configuration;
    }

    /** Says whether these are all the members of a configuration, as voters. */
    public static boolean areAll(List<Long> voters, Configuration configuration) {
        return !configuration.isJoint() && configuration.members().equals(voters) && configuration.voters().equals(voters);
    }

    /** Returns the configuration in force at a committed index. */
    Configuration configurationAt(long index) {
        Map.Entry<Long, Configuration> there = configurations.floorEntry(index);
        return there == null ? beginning.configuration() : there.getValue();
    }

    /** A leader moves its commitIndex only to entries of its own term; the earlier ones follow (thesis 3.6.2). */
    private static long lastCommittedTerm(MemberState state) {
        return state.commitIndex() == state.base().index() ? state.base().term() : MemberView.entry(state, state.commitIndex()).term();
    }

    /**
     * A leader's log holds all that was committed in earlier terms. A candidate that was paused may win an old election late, and owes nothing to what
     * was committed in later terms meanwhile.
     */
    void elected(SimNode node, MemberState state) {
        for (long index = state.base().index() + 1; index <= last(); index++) {
            Committed known = at(index);
            if (known.commitTerm < state.hardState().term() && !known.entry.equals(MemberView.entry(state, index))) {
                throw world.violation("LeaderCompleteness", node, "leads term " + state.hardState().term() + " without " + known.entry
                        + ", committed in term " + known.commitTerm);
            }
        }
    }
}
