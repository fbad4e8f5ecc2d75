package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Role;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Who voted for whom, and who led: one vote a member a term, one leader a term (thesis 3.4). */
public final class VoteLedger {
    private final World world;
    /** By voter, then by term: the candidate. */
    private final List<TreeMap<Long, Long>> votes = new ArrayList<>();
    /** By term: the leader. */
    private final TreeMap<Long, Long> leaders = new TreeMap<>();

    VoteLedger(World world) {
        this.world = world;
        for (int i = 0; i <= world.nodes().size(); i++) {
            votes.add(new TreeMap<>());
        }
    }

    /** A vote counts once it is on disk, or once the candidate counts it for itself. */
    void observe(SimNode node, MemberState state, HardState durable) {
        if (durable.votedFor() != Configuration.NOBODY) {
            vote(node, durable.term(), durable.votedFor());
        }
        if (state.role() == Role.CANDIDATE && state.votes().contains(node.id())) {
            vote(node, state.hardState().term(), node.id());
        }
    }

    /** A vote counts once the candidate may have heard of it. */
    public void sent(SimNode node, Message message) {
        if (message instanceof Message.RequestVoteResponse response && response.granted()) {
            vote(node, response.term(), response.to());
        } else if (message instanceof Message.RequestVote request) {
            vote(node, request.term(), request.from());
        }
    }

    private void vote(SimNode node, long term, long candidate) {
        Long earlier = votes.get((int) node.id()).putIfAbsent(term, candidate);
        if (earlier != null && earlier != candidate) {
            throw world.violation("SingleVote", node, "voted for " + earlier + " and for " + candidate + " in term " + term);
        }
    }

    void elected(SimNode node, long term) {
        Long earlier = leaders.putIfAbsent(term, node.id());
        if (earlier != null) {
            String who = earlier == node.id() ? "was leader before, in another life," : "is a second leader beside n" + earlier;
            throw world.violation("ElectionSafety", node, who + " in term " + term);
        }
    }
}
