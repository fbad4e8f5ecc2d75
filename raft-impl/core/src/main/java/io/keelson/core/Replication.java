package io.keelson.core;

import java.util.ArrayList;
import java.util.List;

/** How the log reaches the others and commits (thesis 3.5, 3.6.2). */
final class Replication {
    private final Member n;
    private final Sending sending;
    private final Reads reads;
    private final Membership membership;
    private final Transfer transfer;

    Replication(Member member, Sending sending, Reads reads, Membership membership, Transfer transfer) {
        this.n = member;
        this.sending = sending;
        this.reads = reads;
        this.membership = membership;
        this.transfer = transfer;
    }

    /** Spec: {@code OnPropose}. */
    void onPropose(List<Payload.Command> commands) {
        if (!n.isLeader()) {
            n.out.proposal(new Effects.Proposal.NotLeader(n.leader));
            return;
        }
        if (n.transferee != Configuration.NOBODY) {
            n.out.refuse(Refusal.TRANSFER_UNDER_WAY, List.of(n.transferee));
            return;
        }
        long first = n.log.lastIndex() + 1;
        List<Entry> entries = new ArrayList<>(commands.size());
        for (Payload.Command command : commands) {
            entries.add(new Entry(first + entries.size(), n.term, command));
        }
        n.append(entries);
        n.out.proposal(new Effects.Proposal.Accepted(first, n.term));
        sendToReplicating();
    }

    private void sendToReplicating() {
        n.progress.forEach((member, progress) -> {
            if (progress.isReplicating()) {
                sending.sendEntries(member);
            }
        });
    }

    /** Spec: {@code OnHeartbeatDue}. With leases each heartbeat is a round, so that its echoes renew one. */
    void onHeartbeatDue() {
        if (n.isLeader() && n.settings.leases()) {
            reads.beginRound();
        } else if (n.isLeader()) {
            n.progress.keySet().forEach(sending::sendEmpty);
        }
    }

    /** Spec: {@code OnAppendEntries}. The term rule has run: our term is the message's or a later one. */
    void onAppendEntries(Message.AppendEntries m) {
        if (m.term() < n.term) {
            // The round is not echoed: rounds count anew in each term, and this answer bears the newer one.
            refuse(m, 0, 0, 0);
            return;
        }
        assert !n.isLeader() : "two leaders in term " + n.term;
        n.becomeFollower(n.term, m.from());
        n.leaderWasHeard = true;
        if (m.prevLogIndex() < n.log.base().index()) {
            // All up to the base is committed, so the leader has it too; it will send on from the commit index.
            acknowledge(m.from(), n.commitIndex, m.readRound());
        } else if (n.log.matches(m.prevLogIndex(), m.prevLogTerm())) {
            long last = m.prevLogIndex() + m.entries().size();
            n.append(missing(m.entries()));
            n.commitTo(Math.min(m.leaderCommit(), last));
            acknowledge(m.from(), last, m.readRound());
            n.mendIfWhole();
        } else {
            long hint = n.log.lastIndexWithTermAtMost(m.prevLogIndex(), m.prevLogTerm());
            refuse(m, hint, n.log.termAt(hint), m.readRound());
        }
    }

    /** The part of the entries that our log lacks. Only a real conflict replaces anything: an old message must not cut what came after it. */
    private List<Entry> missing(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!n.log.matches(entry.index(), entry.term())) {
                assert entry.index() > n.commitIndex : "a committed entry would be replaced";
                return entries.subList(i, entries.size());
            }
        }
        return List.of();
    }

    /** Vouches for the log up to an index, as soon as all of it is durable. Spec: {@code Affirm}. */
    void acknowledge(long leader, long matchIndex, long readRound) {
        n.out.acknowledge(new Message.AppendEntriesResponse(
                n.id(), n.incarnation(), leader, n.term, true, matchIndex, n.lostIndex, 0, readRound, n.lostIndex > 0));
    }

    private void refuse(Message.AppendEntries m, long hintIndex, long hintTerm, long readRound) {
        n.out.tell(new Message.AppendEntriesResponse(
                n.id(), n.incarnation(), m.from(), n.term, false, m.prevLogIndex(), hintIndex, hintTerm, readRound, n.lostIndex > 0));
    }

    /** Spec: {@code OnAppendEntriesResponse}. */
    void onAppendEntriesResponse(Message.AppendEntriesResponse m) {
        Progress progress = n.progressOf(m.from(), m.fromIncarnation());
        if (!n.isLeader() || m.term() < n.term || progress == null) {
            return;
        }
        n.heardFrom.add(m.from());
        progress.heard(m.fromIncarnation());
        // A refusal confirms leadership as well: it comes from the same term.
        progress.confirm(m.readRound());
        if (m.success()) {
            progress.acknowledged(m.index(), n.log.base().index());
            sending.sendEntries(m.from());
            maybeCommit();
            fillUpTo(m.hintIndex());
            transfer.timeoutNowIfCaughtUp();
        } else if (stepsBack(progress, m)) {
            sendNext(m.from());
        }
        reads.answerConfirmed();
    }

    /**
     * A member that has lost entries is whole once as much is committed, and nobody may ever write as much: the entries may be gone with the leader that had them, or the member can't tell
     * how many they were. Where all is committed and it needs more, the leader adds entries that say nothing. Spec: {@code FillUpTo}.
     */
    private void fillUpTo(long index) {
        long last = n.log.lastIndex();
        if (index <= last || n.commitIndex < last || n.transferee != Configuration.NOBODY) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        for (long next = last + 1; next <= index && entries.size() < n.settings.maxAppendEntries(); next++) {
            entries.add(new Entry(next, n.term, Payload.NOOP));
        }
        n.append(entries);
        sendToReplicating();
    }

    /** Says whether a refusal means that something must be sent again, from further back. */
    private boolean stepsBack(Progress progress, Message.AppendEntriesResponse m) {
        long base = n.log.base().index();
        long mayMatch = n.log.lastIndexWithTermAtMost(m.hintIndex(), m.hintTerm());
        if (progress.state() == ProgressState.SNAPSHOT) {
            return m.index() == base;
        }
        if (m.lost() && m.hintIndex() < progress.matchIndex()) {
            progress.lostTheirs(m.hintIndex(), mayMatch);
            return true;
        }
        return progress.refused(m.index(), mayMatch, base);
    }

    /** To a member that is looked for: a probe, or the next chunk of the snapshot that it needs. */
    private void sendNext(long member) {
        if (n.progress.get(member).state() == ProgressState.SNAPSHOT) {
            sending.sendChunk(member);
        } else {
            sending.sendEmpty(member);
        }
    }

    /**
     * Commits what a quorum holds durably, this leader counting itself only up to its own durable index. An entry of an earlier term commits
     * only beneath one of this term (thesis 3.6.2, figure 3.7). Spec: {@code MaybeCommit}.
     */
    void maybeCommit() {
        long index = n.configuration()
                .quorumValue(voter -> voter == n.id() ? n.durableIndex : n.progress.get(voter).matchIndex());
        if (index > n.commitIndex && n.log.termAt(index) == n.term) {
            n.commitTo(index);
            reads.openHeldReads();
            membership.afterCommit();
        }
    }
}
