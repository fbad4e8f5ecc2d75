package io.keelson.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The safety properties of the thesis (figure 3.2), checked over a {@link Cluster} after each step and remembering what went before. */
final class Invariants {
    private final TreeMap<Long, Long> leaderOfTerm = new TreeMap<>();
    private final TreeMap<Long, Long> voteOfVoterAndTerm = new TreeMap<>();
    private final List<Entry> committed = new ArrayList<>();
    private final TreeMap<Long, Long> toldTerm = new TreeMap<>();

    void check(Cluster cluster) {
        cluster.members.keySet().forEach(id -> {
            MemberState state = cluster.state(id);
            electionSafety(state);
            stateMachineSafety(state);
            acknowledgedIsDurable(cluster, state);
        });
        cluster.network.forEach(message -> told(cluster, message));
        leaderCompleteness(cluster);
        logMatching(cluster);
        committedIsDurableOnAMajority(cluster);
    }

    private void electionSafety(MemberState state) {
        if (state.role() == Role.LEADER) {
            Long other = leaderOfTerm.putIfAbsent(state.hardState().term(), state.identity().member());
            require(other == null || other == state.identity().member(), "ElectionSafety", state);
        }
    }

    private void stateMachineSafety(MemberState state) {
        for (int i = 0; i < state.commitIndex(); i++) {
            Entry entry = state.entries().get(i);
            if (i == committed.size()) {
                committed.add(entry);
            }
            require(committed.get(i).equals(entry), "StateMachineSafety", entry);
        }
    }

    /** What a message tells must be on its sender's disk by the time it is in the network, and a vote is told to one candidate a term. */
    private void told(Cluster cluster, Message message) {
        HardState disk = cluster.disks.get(message.from()).hardState;
        if (message instanceof Message.RequestVoteResponse vote && vote.granted()) {
            long key = vote.from() * 1000 + vote.term();
            Long other = voteOfVoterAndTerm.putIfAbsent(key, vote.to());
            require(other == null || other == vote.to(), "VoteOncePerTerm", vote);
        }
        boolean ownTerm = !(message instanceof Message.PreVote)
                && !(message instanceof Message.PreVoteResponse response && response.granted());
        if (ownTerm) {
            require(disk.term() >= message.term(), "ToldTermIsDurable", message);
            long before = toldTerm.getOrDefault(message.from(), 0L);
            toldTerm.put(message.from(), Math.max(before, message.term()));
        }
        require(disk.term() >= toldTerm.getOrDefault(message.from(), 0L), "ToldTermNeverFalls", message);
    }

    private void acknowledgedIsDurable(Cluster cluster, MemberState state) {
        List<Entry> disk = cluster.disks.get(state.identity().member()).log;
        for (int i = 0; i < state.durableIndex(); i++) {
            require(i < disk.size() && disk.get(i).equals(state.entries().get(i)), "DurableIndexIsTrue", state);
        }
    }

    private void leaderCompleteness(Cluster cluster) {
        for (long id : cluster.members.keySet()) {
            MemberState state = cluster.state(id);
            boolean newest = state.role() == Role.LEADER && state.hardState().term() >= leaderOfTerm.lastKey();
            for (int i = 0; newest && i < committed.size(); i++) {
                require(i < state.entries().size() && state.entries().get(i).equals(committed.get(i)), "LeaderCompleteness", state);
            }
        }
    }

    private void logMatching(Cluster cluster) {
        List<List<Entry>> logs = cluster.members.keySet().stream().map(id -> cluster.state(id).entries()).toList();
        for (List<Entry> one : logs) {
            for (List<Entry> other : logs) {
                for (int i = Math.min(one.size(), other.size()) - 1; i >= 0; i--) {
                    if (one.get(i).term() == other.get(i).term()) {
                        require(one.subList(0, i + 1).equals(other.subList(0, i + 1)), "LogMatching", one + " / " + other);
                        break;
                    }
                }
            }
        }
    }

    private void committedIsDurableOnAMajority(Cluster cluster) {
        for (int i = 0; i < committed.size(); i++) {
            int index = i;
            long copies = cluster.disks.values().stream()
                    .filter(disk -> index < disk.log.size() && disk.log.get(index).equals(committed.get(index)))
                    .count();
            require(2 * copies > cluster.disks.size(), "CommittedIsDurable", committed.get(i));
        }
    }

    private static void require(boolean holds, String invariant, Object where) {
        if (!holds) {
            throw new AssertionError(invariant + " does not hold: " + where);
        }
    }
}
