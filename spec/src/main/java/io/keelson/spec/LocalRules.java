package io.keelson.spec;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.List;
import java.util.TreeSet;

/** The invariants of {@code Raft} about logs, disks and what was committed, written out plainly. */
final class LocalRules {
    /**
     * What they read.
     *
     * @param nodes what the members know
     * @param disks what is durable
     * @param history what was committed and read
     */
    record Plain(List<MemberState> nodes, List<Recovered> disks, History history) {}

    /**
     * A log, in memory or on disk.
     *
     * @param base where it begins
     * @param entries what follows
     */
    private record Log(LogBase base, List<Entry> entries) {
        static Log of(MemberState node) {
            return new Log(node.base(), node.entries());
        }

        static Log of(Recovered disk) {
            return new Log(disk.base(), disk.entries());
        }

        long lastIndex() {
            return base.index() + entries.size();
        }

        Entry at(long index) {
            return entries.get((int) (index - base.index() - 1));
        }

        long termAt(long index) {
            return index == base.index() ? base.term() : at(index).term();
        }

        /** The spec's {@code Has}. */
        boolean has(long index, History.Chosen chosen) {
            return index <= base.index()
                    || index <= lastIndex() && at(index).term() == chosen.term() && at(index).payload().equals(chosen.value());
        }

        /** The spec's {@code Agree}: once the terms differ at an index, they do at all later ones. */
        boolean agrees(Log other) {
            boolean equalSoFar = true;
            for (long k = Math.max(base.index(), other.base.index()) + 1; k <= Math.min(lastIndex(), other.lastIndex()); k++) {
                equalSoFar &= at(k).equals(other.at(k));
                if (!equalSoFar && at(k).term() == other.at(k).term()) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a disk has all of this log's entries up to an index, or a snapshot in their place. */
        boolean isOn(Log disk, long upTo) {
            for (long k = Math.max(base.index(), disk.base.index()) + 1; k <= upTo; k++) {
                if (k > disk.lastIndex() || !at(k).equals(disk.at(k))) {
                    return false;
                }
            }
            return true;
        }

        /** The configuration in force at its end. */
        Configuration configuration() {
            Configuration latest = base.configuration();
            for (Entry entry : entries) {
                latest = entry.payload() instanceof Configuration found ? found : latest;
            }
            return latest;
        }
    }

    private final Configuration first;

    LocalRules(ModelSettings model) {
        first = model.configuration();
    }

    /** The name of an invariant that does not hold, null if all do. */
    String violated(Plain state) {
        if (!logMatching(state)) {
            return "LogMatching";
        }
        if (!leaderCompleteness(state)) {
            return "LeaderCompleteness";
        }
        if (!stateMachineSafety(state)) {
            return "StateMachineSafety";
        }
        if (!committedIsDurable(state)) {
            return "CommittedIsDurable";
        }
        if (!durableIndexIsTrue(state)) {
            return "DurableIndexIsTrue";
        }
        if (!matchIndexIsTrue(state)) {
            return "MatchIndexIsTrue";
        }
        if (!readSafety(state.history())) {
            return "ReadSafety";
        }
        if (!snapshotsArePrefixes(state)) {
            return "SnapshotsArePrefixes";
        }
        return state.nodes().stream().allMatch(LocalRules::roleIsClean) ? null : "RolesAreClean";
    }

    private static boolean logMatching(Plain state) {
        for (int i = 0; i < state.nodes().size(); i++) {
            Log node = Log.of(state.nodes().get(i));
            Log disk = Log.of(state.disks().get(i));
            for (int j = 0; j < state.nodes().size(); j++) {
                Log otherDisk = Log.of(state.disks().get(j));
                if (!node.agrees(Log.of(state.nodes().get(j))) || !node.agrees(otherDisk) || !disk.agrees(otherDisk)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean leaderCompleteness(Plain state) {
        List<History.Chosen> chosen = state.history().chosen();
        for (MemberState node : state.nodes()) {
            for (int k = 1; node.role() == Role.LEADER && k <= chosen.size(); k++) {
                if (node.hardState().term() >= chosen.get(k - 1).at() && !Log.of(node).has(k, chosen.get(k - 1))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean stateMachineSafety(Plain state) {
        List<History.Chosen> chosen = state.history().chosen();
        for (MemberState node : state.nodes()) {
            if (node.commitIndex() > chosen.size()) {
                return false;
            }
            for (int k = 1; k <= node.commitIndex(); k++) {
                if (!Log.of(node).has(k, chosen.get(k - 1))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** But for what damage took, and for wiped disks: whoever lost it does not vote. */
    private static boolean committedIsDurable(Plain state) {
        List<History.Chosen> chosen = state.history().chosen();
        for (int k = 1; k <= chosen.size(); k++) {
            int index = k;
            History.Chosen entry = chosen.get(k - 1);
            if (!entry.by().hasQuorum(member -> {
                Recovered disk = state.disks().get((int) member - 1);
                return !isWhoItWas(state.nodes().get((int) member - 1), entry.by()) || Log.of(disk).has(index, entry) || disk.hardState().lostIndex() >= index;
            })) {
                return false;
            }
        }
        return true;
    }

    /** The spec's operator of the same name. */
    private static boolean isWhoItWas(MemberState node, Configuration by) {
        return node.identity().incarnation() == Math.max(1, by.boundTo(node.identity().member()));
    }

    private boolean snapshotsArePrefixes(Plain state) {
        return state.nodes().stream().allMatch(node -> standsForItsPrefix(node.base(), state.history().chosen()))
                && state.disks().stream().allMatch(disk -> standsForItsPrefix(disk.base(), state.history().chosen()));
    }

    /** A base stands for committed entries, and bears the configuration in force after them. */
    boolean standsForItsPrefix(LogBase base, List<History.Chosen> chosen) {
        if (base.index() == 0) {
            return true;
        }
        if (base.index() > chosen.size() || base.term() != chosen.get((int) base.index() - 1).term()) {
            return false;
        }
        Configuration latest = first;
        for (History.Chosen entry : chosen.subList(0, (int) base.index())) {
            latest = entry.value() instanceof Configuration found ? found : latest;
        }
        return base.configuration().equals(latest);
    }

    private static boolean durableIndexIsTrue(Plain state) {
        for (int i = 0; i < state.nodes().size(); i++) {
            MemberState node = state.nodes().get(i);
            Log log = Log.of(node);
            if (node.durableIndex() < node.base().index()
                    || node.durableIndex() > log.lastIndex()
                    || !log.isOn(Log.of(state.disks().get(i)), node.durableIndex())) {
                return false;
            }
        }
        return true;
    }

    /** Of an old leader this is not asked: its entries may have been replaced; nor of a member whose disk was damaged or wiped. */
    private static boolean matchIndexIsTrue(Plain state) {
        long newest = state.disks().stream().mapToLong(disk -> disk.hardState().term()).max().orElse(0);
        for (MemberState node : state.nodes()) {
            if (node.role() != Role.LEADER || newest > node.hardState().term()) {
                continue;
            }
            for (var known : node.progress().entrySet()) {
                Recovered disk = state.disks().get((int) (known.getKey() - 1));
                long match = known.getValue().matchIndex();
                boolean same = state.nodes().get((int) (known.getKey() - 1)).identity().incarnation() == known.getValue().incarnation();
                if (disk.hardState().lostIndex() == 0 && same && (match > disk.lastIndex() || !Log.of(node).isOn(Log.of(disk), match))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean readSafety(History history) {
        return history.served().stream().allMatch(answer -> {
            long asked = history.asked().get((int) answer.requestId() - 1);
            return asked != History.NOT_ASKED && asked <= answer.index() && answer.index() <= history.chosen().size();
        });
    }

    private static boolean roleIsClean(MemberState n) {
        Log log = Log.of(n);
        boolean campaigns = n.role() == Role.CANDIDATE || n.role() == Role.PRE_CANDIDATE;
        return (n.role() == Role.LEADER ? leaderIsClean(n, log) : nothingOfLeadership(n))
                && (n.role() == Role.FOLLOWER || n.receiving().equals(MemberState.Receiving.NOTHING))
                && (campaigns || n.votes().isEmpty())
                && log.termAt(log.lastIndex()) <= n.hardState().term()
                && n.base().index() <= n.commitIndex()
                && n.commitIndex() <= log.lastIndex();
    }

    private static boolean leaderIsClean(MemberState n, Log log) {
        TreeSet<Long> peers = new TreeSet<>(log.configuration().members());
        peers.remove(n.identity().member());
        return n.leader() == n.identity().member()
                && n.pendingWrites().stream().noneMatch(pending -> pending.write().hardState() != null)
                && n.progress().keySet().equals(peers)
                && log.configuration().counts(n.identity().member(), n.identity().incarnation())
                && n.progress().entrySet().stream().allMatch(known -> log.configuration().counts(known.getKey(), known.getValue().incarnation()))
                && n.healthy()
                && n.hardState().lostIndex() == 0;
    }

    private static boolean nothingOfLeadership(MemberState n) {
        return n.progress().isEmpty()
                && n.reads().isEmpty()
                && n.heardFrom().isEmpty()
                && n.readRound() == 0
                && n.transferee() == Configuration.NOBODY
                && !n.leaseGivenUp();
    }
}
