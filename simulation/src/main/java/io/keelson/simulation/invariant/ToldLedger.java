package io.keelson.simulation.invariant;

import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;

/** What members have told each other: it must be on disk before, and is not taken back (thesis 3.8). */
final class ToldLedger {
    private final World world;
    private final long group;
    /** By member: the highest term it has spoken in. */
    private final long[] terms;

    ToldLedger(World world, long group) {
        this.world = world;
        this.group = group;
        this.terms = new long[world.nodes().size() + 1];
    }

    /**
     * A member says something.
     *
     * @param before what the member was before this turn; null in its first
     */
    void sent(SimNode node, Message message, MemberView before) {
        boolean speaksOfTheFuture = message instanceof Message.PreVote
                || (message instanceof Message.PreVoteResponse response && response.granted());
        if (!speaksOfTheFuture) {
            terms[(int) node.id()] = Math.max(terms[(int) node.id()], message.term());
        }
        if (message instanceof Message.AppendEntriesResponse response && response.success()) {
            acknowledged(node, response, before);
        }
    }

    /**
     * In one term what is acknowledged stays, so the log at the end of the turn tells whether it was durable. Of a replica that is dropped in this turn there is no log left to tell; whether it might go,
     * others judge. Who holds none from the beginning of the turn on has nothing to acknowledge.
     */
    private void acknowledged(SimNode node, Message.AppendEntriesResponse response, MemberView before) {
        boolean heldIt = before != null && before.process() == node.process();
        if (heldIt && before.state().durableIndex() >= response.index()) {
            return;
        }
        if (!node.holds(group)) {
            if (!heldIt) {
                throw world.violation("AcknowledgedIsDurable", node, "acknowledges entries up to " + response.index() + " of group " + group + ", which it does not hold");
            }
            return;
        }
        MemberState state = node.capture(group);
        if (state.hardState().term() == response.term() && state.durableIndex() < response.index()) {
            throw world.violation("AcknowledgedIsDurable", node, "acknowledges entries up to " + response.index() + ", and "
                    + state.durableIndex() + " is durable");
        }
    }

    /** A member has been given an empty disk, and has said nothing yet. */
    void wiped(SimNode node) {
        terms[(int) node.id()] = 0;
    }

    /** A member has come back from its disk. */
    void recovered(SimNode node, long term) {
        if (term < terms[(int) node.id()]) {
            throw world.violation("ToldTerm", node, "has spoken in term " + terms[(int) node.id()] + ", and comes back in term " + term);
        }
    }
}
