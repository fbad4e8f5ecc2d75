package io.keelson.simulation.invariant;

import io.keelson.core.Entry;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What is committed: one entry an index, for all members and all time (state-machine safety), on the disks of a majority when it commits, and in
 * the log of every later leader (leader completeness, thesis 3.6).
 */
public final class CommitLedger {
    private record Committed(Entry entry, long commitTerm) {}

    private final World world;
    private final List<Committed> committed = new ArrayList<>();
    /** By member: up to where its commits have been compared, and in which of its lives. */
    private final long[] checked;
    private final int[] process;

    CommitLedger(World world) {
        this.world = world;
        this.checked = new long[world.nodes().size() + 1];
        this.process = new int[world.nodes().size() + 1];
        committed.add(null);
    }

    /** Returns the last index known to be committed by anyone. */
    public long last() {
        return committed.size() - 1L;
    }

    /** Returns the committed entry at an index from 1 to {@link #last()}. */
    public Entry entry(long index) {
        return committed.get((int) index).entry;
    }

    /**
     * Checks what a member has learned to be committed since it was last looked at.
     *
     * @param holders counts the disks that are known to hold an entry
     */
    void observe(SimNode node, MemberState state, ToIntFunction<Entry> holders) {
        long from = Math.max(state.base().index() + 1, Math.min(checked(node), last()) + 1);
        for (long index = from; index <= state.commitIndex(); index++) {
            Entry entry = MemberView.entry(state, index);
            if (index > last()) {
                commit(node, entry, state, holders.applyAsInt(entry));
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

    private void commit(SimNode node, Entry entry, MemberState state, int holders) {
        if (holders <= world.nodes().size() / 2) {
            throw world.violation("CommittedIsDurable", node, "commits " + entry + ", which is on " + holders + " of "
                    + world.nodes().size() + " disks");
        }
        if (state.role() == Role.LEADER && lastCommittedTerm(state) != state.hardState().term()) {
            throw world.violation("CommitsOwnTerm", node, "the leader of term " + state.hardState().term()
                    + " moves commitIndex to " + state.commitIndex() + ", an entry of term " + lastCommittedTerm(state));
        }
        committed.add(new Committed(entry, state.hardState().term()));
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
            Committed known = committed.get((int) index);
            if (known.commitTerm < state.hardState().term() && !known.entry.equals(MemberView.entry(state, index))) {
                throw world.violation("LeaderCompleteness", node, "leads term " + state.hardState().term() + " without " + known.entry
                        + ", committed in term " + known.commitTerm);
            }
        }
    }
}
