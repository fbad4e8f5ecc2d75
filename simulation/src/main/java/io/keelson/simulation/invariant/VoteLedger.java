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

/** Who voted for whom, and who led: one vote a member a term, one leader a term, elected by a majority (thesis 3.4). */
public final class VoteLedger {
    private final World world;
    /** By voter, then by term: the candidate. */
    private final List<TreeMap<Long, Long>> votes = new ArrayList<>();
    /** The same of disks that have been wiped: such votes were given, and may have been counted. */
    private final List<List<TreeMap<Long, Long>>> former = new ArrayList<>();
    /** By candidate, then by term: what it asked. */
    private final List<TreeMap<Long, Message.RequestVote>> requests = new ArrayList<>();
    /** By term: the leader. */
    private final TreeMap<Long, Long> leaders = new TreeMap<>();
    /** By member: what has been noted of what is on its disk. */
    private final HardState[] noted;

    VoteLedger(World world) {
        this.world = world;
        this.noted = new HardState[world.nodes().size() + 1];
        for (int i = 0; i <= world.nodes().size(); i++) {
            votes.add(new TreeMap<>());
            requests.add(new TreeMap<>());
            former.add(new ArrayList<>());
        }
    }

    /** A member has been given an empty disk: what it promised went with the old one. */
    void wiped(SimNode node) {
        former.get((int) node.id()).add(votes.set((int) node.id(), new TreeMap<>()));
        noted[(int) node.id()] = null;
    }

    private boolean hasGiven(long voter, long term, long candidate) {
        return isFor(votes.get((int) voter), term, candidate) || former.get((int) voter).stream().anyMatch(given -> isFor(given, term, candidate));
    }

    private static boolean isFor(TreeMap<Long, Long> given, long term, long candidate) {
        return Long.valueOf(candidate).equals(given.get(term));
    }

    /**
     * A vote goes to a candidate whose log is at least as up to date (thesis 3.6.1). The voter's log is looked at before and after the turn; a candidate
     * behind both was behind it when the vote was given.
     */
    void voted(SimNode node, MemberState before, MemberState state) {
        HardState now = state.hardState();
        boolean isOld = now.term() == before.hardState().term() && now.votedFor() == before.hardState().votedFor();
        boolean isNew = now.votedFor() != Configuration.NOBODY && !isOld;
        Message.RequestVote request = isNew ? requests.get((int) now.votedFor()).get(now.term()) : null;
        if (request != null && isBehind(request, before) && isBehind(request, state)) {
            throw world.violation("VoteForUpToDate", node, "votes in term " + now.term() + " for n" + now.votedFor() + ", whose log ends at index "
                    + request.lastLogIndex() + " in term " + request.lastLogTerm() + " and is behind its own");
        }
    }

    private static boolean isBehind(Message.RequestVote candidate, MemberState state) {
        long lastTerm = Electable.lastTerm(state);
        return candidate.lastLogTerm() < lastTerm || (candidate.lastLogTerm() == lastTerm && candidate.lastLogIndex() < state.lastIndex());
    }

    /** A vote counts once it is on disk, or once the candidate counts it for itself. */
    void observe(SimNode node, MemberState state, HardState durable) {
        if (!durable.equals(noted[(int) node.id()])) {
            noted[(int) node.id()] = durable;
            if (durable.votedFor() != Configuration.NOBODY) {
                vote(node, durable.term(), durable.votedFor());
            }
        }
        if (state.role() == Role.CANDIDATE && state.votes().contains(node.id())) {
            vote(node, state.hardState().term(), node.id());
        }
        if (state.role() == Role.CANDIDATE) {
            checkCounted(node, state);
        }
    }

    /** A candidate counts the votes of its own term alone, and each voter once (thesis 3.4). */
    private void checkCounted(SimNode node, MemberState state) {
        for (long voter : state.votes()) {
            if (!hasGiven(voter, state.hardState().term(), node.id())) {
                throw world.violation("CountedVotes", node, "counts a vote of n" + voter + " in term " + state.hardState().term() + ", which has not given it");
            }
        }
    }

    /** A vote counts once the candidate may have heard of it. */
    public void sent(SimNode node, Message message) {
        if (message instanceof Message.RequestVoteResponse response && response.granted()) {
            vote(node, response.term(), response.to());
        } else if (message instanceof Message.RequestVote request) {
            vote(node, request.term(), request.from());
            requests.get((int) node.id()).put(request.term(), request);
        }
    }

    private void vote(SimNode node, long term, long candidate) {
        Long earlier = votes.get((int) node.id()).putIfAbsent(term, candidate);
        if (earlier != null && earlier != candidate) {
            throw world.violation("SingleVote", node, "voted for " + earlier + " and for " + candidate + " in term " + term);
        }
    }

    /** A member leads a term, elected by the configuration of its log. */
    void elected(SimNode node, long term, Configuration configuration) {
        Long earlier = leaders.putIfAbsent(term, node.id());
        if (earlier != null) {
            String who = earlier == node.id() ? "was leader before, in another life," : "is a second leader beside n" + earlier;
            throw world.violation("ElectionSafety", node, who + " in term " + term);
        }
        if (!Majorities.agree(configuration, voter -> hasGiven(voter, term, node.id()))) {
            List<Long> given = configuration.allVoters().stream().filter(voter -> hasGiven(voter, term, node.id())).toList();
            throw world.violation("ElectedByMajority", node, "leads term " + term + " with the votes of " + given + " in " + configuration);
        }
    }
}
