package io.keelson.simulation.invariant;

import io.keelson.core.Entry;
import io.keelson.core.MemberState;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Log matching (thesis 3.5): entries of one index and term are equal, and so is everything before them. The second half follows by induction if
 * entries that are equal have predecessors of equal term.
 */
final class LogLedger {
    private record Known(Entry entry, long previousTerm, long member) {}

    private final World world;
    /** By index: every entry that any log has ever held there. */
    private final List<List<Known>> known = new ArrayList<>();

    LogLedger(World world) {
        this.world = world;
    }

    /** The entries from this position on are new in a member's log. */
    void appended(SimNode node, MemberState state, int position) {
        List<Entry> entries = state.entries();
        for (int i = position; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            long previousTerm = i == 0 ? state.base().term() : entries.get(i - 1).term();
            if (entry.index() != state.base().index() + i + 1 || entry.term() < previousTerm) {
                throw world.violation("LogOrder", node, "after an entry of term " + previousTerm + " stands " + entry);
            }
            check(node, entry, previousTerm);
        }
    }

    private void check(SimNode node, Entry entry, long previousTerm) {
        while (known.size() <= entry.index()) {
            known.add(new ArrayList<>());
        }
        for (Known other : known.get((int) entry.index())) {
            if (other.entry.term() == entry.term()) {
                if (other.previousTerm != previousTerm || !other.entry.payload().equals(entry.payload())) {
                    throw world.violation("LogMatching", node, "holds " + entry + " after term " + previousTerm + ", n"
                            + other.member + " held " + other.entry + " after term " + other.previousTerm);
                }
                return;
            }
        }
        known.get((int) entry.index()).add(new Known(entry, previousTerm, node.id()));
    }
}
