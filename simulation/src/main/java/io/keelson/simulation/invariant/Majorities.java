package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Who has to agree. Counted here once more: what judges the protocol does not count as the protocol does. */
final class Majorities {
    private Majorities() {}

    /** Says whether more than half of the voters agree, and more than half of those that are being left. */
    static boolean agree(Configuration configuration, LongPredicate agrees) {
        return isMajority(configuration.voters(), agrees) && (configuration.outgoing().isEmpty() || isMajority(configuration.outgoing(), agrees));
    }

    private static boolean isMajority(List<Long> voters, LongPredicate agrees) {
        int agreeing = 0;
        for (long voter : voters) {
            agreeing += agrees.test(voter) ? 1 : 0;
        }
        return 2 * agreeing > voters.size();
    }

    /**
     * The configurations that were in force in a member's log at an index or later, oldest first. Looks only at what follows a known index: logs are long, and what is not committed is short.
     *
     * @param known an index in the log
     * @param there the configuration in force in it there
     * @param index what is asked for, {@code known} if it is less
     */
    static List<Configuration> since(MemberState state, long known, Configuration there, long index) {
        List<Configuration> found = new ArrayList<>();
        found.add(there);
        for (Entry entry : MemberView.entriesAfter(state, known)) {
            if (entry.payload() instanceof Configuration later) {
                if (entry.index() <= index) {
                    found.clear();
                }
                found.add(later);
            }
        }
        return found;
    }

    /** The configuration in force in a member's log. */
    static Configuration inForce(MemberState state) {
        return state.configurationUpTo(Long.MAX_VALUE);
    }
}
