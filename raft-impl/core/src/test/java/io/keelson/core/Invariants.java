package io.keelson.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The invariants of the spec's module Raft, under their names, checked over a {@link Cluster} and remembering what went before. */
final class Invariants implements Cluster.StepWatcher {
    private record Chosen(Entry entry, long at, Configuration by) {}

    private final Configuration first;
    private final TreeMap<Long, Long> leaderOfTerm = new TreeMap<>();
    private final TreeMap<Long, Long> voteOfVoterAndTerm = new TreeMap<>();
    private final List<Chosen> chosen = new ArrayList<>();
    private final TreeMap<Long, Long> toldTerm = new TreeMap<>();
    private final TreeMap<Long, Long> asked = new TreeMap<>();

    /**
     * What must hold from the start on.
     *
     * @param first the first configuration of the group
     */
    Invariants(Configuration first) {
        this.first = first;
    }

    /** What a step commits is chosen by the configuration that was in force before it. */
    @Override
    public void stepped(long id, MemberState before, MemberState after) {
        LogView log = LogView.of(after);
        for (long k = chosen.size() + 1; k <= after.commitIndex(); k++) {
            require(k > after.base().index(), "StateMachineSafety", "a snapshot of what nobody has committed at member " + id);
            chosen.add(new Chosen(log.at(k), after.hardState().term(), inForce(before)));
        }
        if (after.role() == Role.LEADER) {
            leads(after.hardState().term(), id);
        }
    }

    private static Configuration inForce(MemberState state) {
        return new RaftLog(state.base(), state.entries(), 64).configuration();
    }

    /** A client asks for a read: its answer must show all that is committed by now. */
    void asked(long requestId) {
        asked.put(requestId, (long) chosen.size());
    }

    void check(Cluster cluster) {
        cluster.network.forEach(message -> told(cluster, message));
        for (long id : cluster.members.keySet()) {
            MemberState state = cluster.state(id);
            stateMachineSafety(cluster, state);
            leaderCompleteness(state);
            durableIndexIsTrue(cluster, state);
            matchIndexIsTrue(cluster, state);
            standsForItsPrefix(state.base());
            standsForItsPrefix(cluster.disks.get(id).durable.base());
            progressIsOfThePeers(state);
        }
        logMatching(cluster);
        committedIsDurable(cluster);
        readSafety(cluster);
    }

    private void leads(long term, long leader) {
        Long other = leaderOfTerm.putIfAbsent(term, leader);
        require(other == null || other == leader, "ElectionSafety", "term " + term + ": " + other + " and " + leader);
    }

    /** What a message tells must be on its sender's disk by the time it is in the network, and a vote is told to one candidate a term. */
    private void told(Cluster cluster, Message message) {
        switch (message) {
            case Message.RequestVoteResponse vote when vote.granted() -> voted(vote.from(), vote.term(), vote.to());
            case Message.RequestVote request -> voted(request.from(), request.term(), request.from());
            case Message.AppendEntries m -> leads(m.term(), m.from());
            case Message.TimeoutNow m -> leads(m.term(), m.from());
            case Message.InstallSnapshot m -> {
                leads(m.term(), m.from());
                standsForItsPrefix(m.base());
            }
            default -> { }
        }
        boolean ownTerm = !(message instanceof Message.PreVote)
                && !(message instanceof Message.PreVoteResponse response && response.granted());
        if (ownTerm) {
            toldTerm.merge(message.from(), message.term(), Math::max);
        }
        long told = toldTerm.getOrDefault(message.from(), 0L);
        require(cluster.disks.get(message.from()).hardState().term() >= told, "ToldIsDurable", message);
        require(cluster.state(message.from()).hardState().term() >= told, "ToldIsKept", message);
    }

    private void voted(long voter, long term, long candidate) {
        Long other = voteOfVoterAndTerm.putIfAbsent(voter * 100_000 + term, candidate);
        require(other == null || other == candidate, "VoteOncePerTerm", voter + " in term " + term + " for " + other + " and " + candidate);
    }

    /** The log and the state machine of each member hold what was chosen. */
    private void stateMachineSafety(Cluster cluster, MemberState state) {
        List<Entry> applied = cluster.hosts.get(state.identity().member()).applied;
        require(state.commitIndex() <= chosen.size() && applied.size() == state.commitIndex(), "StateMachineSafety", state);
        for (int i = 0; i < applied.size(); i++) {
            Entry entry = chosen.get(i).entry;
            require(LogView.of(state).has(entry) && applied.get(i).equals(entry), "StateMachineSafety", entry + " at " + state);
        }
    }

    private void leaderCompleteness(MemberState state) {
        for (Chosen one : chosen) {
            boolean mustHave = state.role() == Role.LEADER && state.hardState().term() >= one.at;
            require(!mustHave || LogView.of(state).has(one.entry), "LeaderCompleteness", one + " at " + state);
        }
    }

    private void durableIndexIsTrue(Cluster cluster, MemberState state) {
        LogView disk = LogView.of(cluster.disks.get(state.identity().member()).durable);
        require(LogView.of(state).isIn(disk, state.durableIndex()), "DurableIndexIsTrue", state);
    }

    /** Of an old leader this is not asked: its entries may have been replaced. Nor of a member that damage has hit. */
    private void matchIndexIsTrue(Cluster cluster, MemberState state) {
        long newest = cluster.disks.values().stream().mapToLong(disk -> disk.hardState().term()).max().orElse(0);
        if (state.role() == Role.LEADER && newest <= state.hardState().term()) {
            state.progress().forEach((member, progress) -> {
                Recovered theirs = cluster.disks.get(member).durable;
                boolean isTrue = theirs.hardState().lostIndex() > 0 || LogView.of(state).isIn(LogView.of(theirs), progress.matchIndex());
                require(isTrue, "MatchIndexIsTrue", "of member " + member + " at " + state);
            });
        }
    }

    /** A snapshot stands for committed entries, and bears the configuration in force after them. */
    private void standsForItsPrefix(LogBase base) {
        Configuration configuration = first;
        if (base.index() > 0) {
            require(base.index() <= chosen.size(), "SnapshotsArePrefixes", base);
            for (Chosen one : chosen.subList(0, (int) base.index())) {
                configuration = one.entry.payload() instanceof Configuration changed ? changed : configuration;
            }
            require(chosen.get((int) base.index() - 1).entry.term() == base.term(), "SnapshotsArePrefixes", base);
            require(configuration.equals(base.configuration()), "SnapshotsArePrefixes", base);
        }
    }

    private void progressIsOfThePeers(MemberState state) {
        List<Long> peers = inForce(state).members().stream().filter(id -> id != state.identity().member()).toList();
        boolean clean = state.role() == Role.LEADER ? List.copyOf(state.progress().keySet()).equals(peers) : state.progress().isEmpty();
        require(clean, "RolesAreClean", state);
    }

    private void logMatching(Cluster cluster) {
        List<LogView> logs = new ArrayList<>();
        cluster.members.keySet().forEach(id -> logs.add(LogView.of(cluster.state(id))));
        cluster.disks.values().forEach(disk -> logs.add(LogView.of(disk.durable)));
        for (int i = 0; i < logs.size(); i++) {
            for (int j = 0; j < i; j++) {
                require(logs.get(i).agrees(logs.get(j)), "LogMatching", logs.get(i) + " / " + logs.get(j));
            }
        }
    }

    /** On the disks of a quorum of the configuration that committed it, but for what damage took: whoever lost it does not vote. */
    private void committedIsDurable(Cluster cluster) {
        for (Chosen one : chosen) {
            boolean held = one.by.hasQuorum(member -> {
                Recovered disk = cluster.disks.get(member).durable;
                return disk.hardState().lostIndex() >= one.entry.index() || LogView.of(disk).has(one.entry);
            });
            require(held, "CommittedIsDurable", one);
        }
    }

    private void readSafety(Cluster cluster) {
        cluster.readsReady.values().forEach(answers -> answers.forEach(answer -> {
            require(answer.index() >= asked.get(answer.requestId()), "ReadSafety", answer + " shows less than " + asked.get(answer.requestId()));
            require(answer.index() <= chosen.size(), "ReadSafety", answer);
        }));
    }

    private static void require(boolean holds, String invariant, Object where) {
        if (!holds) {
            throw new AssertionError(invariant + " does not hold: " + where);
        }
    }
}
