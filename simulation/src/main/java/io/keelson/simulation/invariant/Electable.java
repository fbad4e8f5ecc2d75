package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.MemberState;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.List;

/**
 * Whoever could be elected now holds what is committed (thesis 3.6.3): leader completeness, asked before anybody is elected. A member can be elected if no log of a majority is ahead of its own.
 */
final class Electable {
    private final World world;

    Electable(World world) {
        this.world = world;
    }

    /**
     * Looks at all members.
     *
     * @param members what each was when last looked at, by id; null where nobody runs
     * @param last the last entry that is committed; null if nothing is
     */
    void check(MemberState[] members, Entry last) {
        for (MemberState candidate : members) {
            if (candidate != null && last != null && !holds(candidate, last) && isElectable(candidate, members)) {
                SimNode node = world.node(candidate.identity().member());
                throw world.violation("ElectableHoldsCommitted", node, "no log of a majority is ahead of its own, and it lacks " + last + ", which is committed");
            }
        }
    }

    private static boolean holds(MemberState state, Entry entry) {
        return entry.index() <= state.base().index() || entry.equals(MemberView.entry(state, entry.index()));
    }

    private static boolean isElectable(MemberState candidate, MemberState[] members) {
        Configuration configuration = Majorities.inForce(candidate);
        return mayVote(configuration, candidate)
                && Majorities.agree(configuration, id -> {
                    MemberState voter = members[(int) id];
                    return voter != null && mayVote(configuration, voter) && !isAhead(voter, candidate);
                });
    }

    /** Damage may have taken what a member once held: it neither votes nor leads before it holds as much again. */
    private static boolean mayVote(Configuration configuration, MemberState state) {
        long id = state.identity().member();
        return configuration.isVoter(id) && configuration.counts(id, state.identity().incarnation()) && state.hardState().lostIndex() == 0;
    }

    private static boolean isAhead(MemberState voter, MemberState candidate) {
        long voterTerm = lastTerm(voter);
        long candidateTerm = lastTerm(candidate);
        return voterTerm > candidateTerm || (voterTerm == candidateTerm && voter.lastIndex() > candidate.lastIndex());
    }

    /** The term of a log's last entry. */
    static long lastTerm(MemberState state) {
        List<Entry> log = state.entries();
        return log.isEmpty() ? state.base().term() : log.get(log.size() - 1).term();
    }
}
