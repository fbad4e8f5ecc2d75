package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The safety properties of the thesis (figure 3.2), and of reads and disks, watched from step to step. A golden output can be rewritten; these can not. */
final class Promises {
    /** An entry, and the term in which it was first known to be committed. */
    private record Committed(Entry entry, long commitTerm) {}

    private final LogBase base;
    private final TreeMap<Long, String> leaderOfTerm = new TreeMap<>();
    private final TreeMap<String, String> votes = new TreeMap<>();
    private final List<Committed> committed = new ArrayList<>();
    private final TreeMap<String, Long> asked = new TreeMap<>();
    private final TreeMap<Long, MemberState> previous = new TreeMap<>();

    private final TreeMap<Long, Long> incarnations = new TreeMap<>();

    Promises(LogBase base) {
        this.base = base;
    }

    /** A promise that was not kept. The message begins with its name. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String promise, String how) {
            super(promise + ": " + how);
        }
    }

    /** A member begins again with another directory: it is another member, and what was on its disk is gone. */
    void wiped(MemberIdentity identity) {
        incarnations.put(identity.member(), identity.incarnation());
        previous.remove(identity.member());
    }

    /** A message leaves: the term and the entries that it tells of are on its sender's disk, and a member tells of one vote a term. */
    void told(Message message, Disk disk) {
        if (!Speech.speaksOfTheFuture(message) && disk.durable().hardState().term() < message.term()) {
            throw new Broken("ToldIsDurable", Speech.link(message) + " tells of term " + message.term() + ", but the disk is at term "
                    + disk.durable().hardState().term());
        }
        if (message instanceof Message.AppendEntriesResponse ack && ack.success() && !ack.lost() && disk.durable().lastIndex() < ack.index()) {
            throw new Broken("AcknowledgedIsDurable", Speech.link(message) + " acknowledges entries up to " + ack.index()
                    + ", but the disk holds " + disk.durable().lastIndex());
        }
        if (message instanceof Message.RequestVoteResponse vote && vote.granted()) {
            vote(who(vote.from(), vote.fromIncarnation()), vote.term(), who(vote.to(), vote.toIncarnation()));
        } else if (message instanceof Message.RequestVote request) {
            vote(who(request.from(), request.fromIncarnation()), request.term(), who(request.from(), request.fromIncarnation()));
        }
    }

    /** The first directory of a member is known by its id alone. */
    private static String who(long member, long incarnation) {
        return incarnation == 1 ? String.valueOf(member) : member + " (incarnation " + incarnation + ")";
    }

    private void vote(String voter, long term, String candidate) {
        String other = votes.putIfAbsent(voter + " in term " + term, candidate);
        if (other != null && !other.equals(candidate)) {
            throw new Broken("VoteOncePerTerm", voter + " votes for " + other + " and for " + candidate + " in term " + term);
        }
    }

    void asked(long member, long requestId) {
        asked.put(member + " r" + requestId, (long) committed.size());
    }

    void answered(long member, long requestId, long index) {
        Long least = asked.get(member + " r" + requestId);
        if (least != null && index - base.index() < least) {
            throw new Broken("ReadSafety", "read r" + requestId + " of " + member + " at " + index + " misses entries that were committed up to "
                    + (base.index() + least) + " when it was asked");
        }
    }

    /** A member has made a step, or has restarted: then {@code sameLife} is false. */
    void observe(MemberState state, boolean sameLife, SortedMap<Long, MemberState> all, SortedMap<Long, Disk> disks) {
        long id = state.identity().member();
        durableIndexIsTrue(state, disks.get(id));
        commits(state, disks);
        leads(state);
        logsMatch(state, all);
        stillDurable(disks);
        MemberState earlier = previous.put(id, state);
        if (sameLife && earlier != null) {
            nothingFalls(earlier, state, disks);
        }
    }

    private void durableIndexIsTrue(MemberState state, Disk disk) {
        for (Entry entry : state.entries()) {
            if (entry.index() <= state.durableIndex() && !disk.holds(entry)) {
                throw new Broken("DurableIndexIsTrue", state.identity().member() + " believes " + Speech.entry(entry) + " to be durable");
            }
        }
    }

    private void commits(MemberState state, SortedMap<Long, Disk> disks) {
        for (Entry entry : state.entries()) {
            if (entry.index() > state.commitIndex()) {
                return;
            }
            int place = (int) (entry.index() - base.index()) - 1;
            if (place < committed.size()) {
                Entry known = committed.get(place).entry();
                if (!known.equals(entry)) {
                    throw new Broken("StateMachineSafety", state.identity().member() + " commits " + Speech.entry(entry) + " where "
                            + Speech.entry(known) + " is committed");
                }
            } else {
                committed.add(new Committed(entry, state.hardState().term()));
                requireQuorum(entry, configuration(state), "is committed by " + state.identity().member(), disks);
                requireOwnTerm(state);
            }
        }
    }

    private void requireQuorum(Entry entry, Configuration configuration, String how, SortedMap<Long, Disk> disks) {
        if (!configuration.hasQuorum(voter -> disks.containsKey(voter) && (isGone(voter, configuration) || disks.get(voter).holds(entry)))) {
            throw new Broken("CommittedIsDurable", Speech.entry(entry) + " " + how + ", but is not on the disks of a quorum");
        }
    }

    /** Says whether the member that a configuration speaks of has lost its disk: who bears the id now does not vote for it. */
    private boolean isGone(long voter, Configuration configuration) {
        return incarnations.getOrDefault(voter, 1L) != Math.max(1, configuration.boundTo(voter));
    }

    private static void requireOwnTerm(MemberState state) {
        boolean leads = state.role() == Role.LEADER;
        if (leads && termAt(state, state.commitIndex()) != state.hardState().term()) {
            throw new Broken("CommitsOwnTerm", state.identity().member() + ", leader of term " + state.hardState().term()
                    + ", commits up to " + Speech.position(state.commitIndex(), termAt(state, state.commitIndex())));
        }
    }

    private static long termAt(MemberState state, long index) {
        return index == state.base().index() ? state.base().term() : state.entries().get((int) (index - state.base().index() - 1)).term();
    }

    /** The configuration in force: the last one in the log, committed or not, or else the one on which the log stands. */
    static Configuration configuration(MemberState state) {
        return state.entries().reversed().stream()
                .filter(entry -> entry.payload() instanceof Configuration)
                .map(entry -> (Configuration) entry.payload())
                .findFirst()
                .orElse(state.base().configuration());
    }

    /** What is committed stays on the disks of a quorum, whatever a member's disk has come to. */
    private void stillDurable(SortedMap<Long, Disk> disks) {
        Configuration inForce = base.configuration();
        for (Committed known : committed) {
            inForce = known.entry().payload() instanceof Configuration changed ? changed : inForce;
        }
        for (Committed known : committed) {
            requireQuorum(known.entry(), inForce, "was committed", disks);
        }
    }

    private void leads(MemberState state) {
        if (state.role() != Role.LEADER) {
            return;
        }
        long id = state.identity().member();
        long term = state.hardState().term();
        String leader = who(id, state.identity().incarnation());
        String other = leaderOfTerm.putIfAbsent(term, leader);
        if (other != null && !other.equals(leader)) {
            throw new Broken("ElectionSafety", other + " and " + leader + " lead term " + term);
        }
        for (Committed known : committed) {
            Entry entry = known.entry();
            if (known.commitTerm() <= term && entry.index() > state.base().index() && !state.entries().contains(entry)) {
                throw new Broken("LeaderCompleteness", id + " leads term " + term + " without " + Speech.entry(entry) + ", committed in term "
                        + known.commitTerm());
            }
        }
    }

    private static void logsMatch(MemberState state, SortedMap<Long, MemberState> all) {
        for (MemberState other : all.values()) {
            boolean agree = true;
            for (Entry entry : state.entries()) {
                int place = (int) (entry.index() - other.base().index()) - 1;
                if (place < 0 || place >= other.entries().size()) {
                    continue;
                }
                Entry there = other.entries().get(place);
                if (there.term() == entry.term() && !(agree && there.equals(entry))) {
                    throw new Broken("LogMatching", state.identity().member() + " and " + other.identity().member() + " both have an entry "
                            + Speech.position(entry.index(), entry.term()) + ", but not the same up to it");
                }
                agree &= there.equals(entry);
            }
        }
    }

    private static void nothingFalls(MemberState before, MemberState now, SortedMap<Long, Disk> disks) {
        if (now.hardState().term() < before.hardState().term() || now.commitIndex() < before.commitIndex()) {
            throw new Broken("NothingFalls", now.identity().member() + " falls back from term " + before.hardState().term() + ", commit index "
                    + before.commitIndex());
        }
        boolean stillLeads = before.role() == Role.LEADER && now.role() == Role.LEADER && before.hardState().term() == now.hardState().term();
        if (!stillLeads) {
            return;
        }
        if (!now.entries().subList(0, Math.min(before.entries().size(), now.entries().size())).equals(before.entries())
                && before.base().equals(now.base())) {
            throw new Broken("LeaderAppendOnly", now.identity().member() + " changes what its log held when it led already");
        }
        now.progress().forEach((member, progress) -> {
            MemberState.Progress earlier = before.progress().get(member);
            boolean damaged = disks.get(member).durable().hardState().lostIndex() > 0;
            boolean same = earlier != null && earlier.incarnation() == progress.incarnation();
            if (same && progress.matchIndex() < earlier.matchIndex() && !damaged) {
                throw new Broken("MatchIndexNeverFalls", now.identity().member() + " takes back that " + member + " has " + earlier.matchIndex());
            }
        });
    }
}
