package io.keelson.core;

import java.util.ArrayList;
import java.util.List;

/** How the log reaches the others and commits (thesis 3.5, 3.6.2). */
final class Replication {
    private final Member n;
    private final Reads reads;

    Replication(Member member, Reads reads) {
        this.n = member;
        this.reads = reads;
    }

    /** Spec: {@code OnPropose}. */
    void onPropose(List<Payload.Command> commands) {
        if (!n.isLeader()) {
            n.out.proposal(new Effects.Proposal.NotLeader(n.leader));
            return;
        }
        long first = n.log.lastIndex() + 1;
        List<Entry> entries = new ArrayList<>(commands.size());
        for (Payload.Command command : commands) {
            entries.add(new Entry(first + entries.size(), n.term, command));
        }
        n.append(entries);
        n.out.proposal(new Effects.Proposal.Accepted(first, n.term));
        n.progress.forEach((member, progress) -> {
            if (progress.replicating()) {
                sendEntries(member);
            }
        });
    }

    /** Spec: {@code OnHeartbeatDue}. */
    void onHeartbeatDue() {
        if (n.isLeader()) {
            n.progress.keySet().forEach(this::sendEmpty);
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
            accept(m, n.commitIndex);
        } else if (n.log.matches(m.prevLogIndex(), m.prevLogTerm())) {
            long last = m.prevLogIndex() + m.entries().size();
            n.append(missing(m.entries()));
            n.commitTo(Math.min(m.leaderCommit(), last));
            accept(m, last);
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

    private void accept(Message.AppendEntries m, long matchIndex) {
        n.out.acknowledge(new Message.AppendEntriesResponse(
                n.id(), m.from(), n.term, true, matchIndex, 0, 0, m.readRound()));
    }

    private void refuse(Message.AppendEntries m, long hintIndex, long hintTerm, long readRound) {
        n.out.tell(new Message.AppendEntriesResponse(
                n.id(), m.from(), n.term, false, m.prevLogIndex(), hintIndex, hintTerm, readRound));
    }

    /** Spec: {@code OnAppendEntriesResponse}. */
    void onAppendEntriesResponse(Message.AppendEntriesResponse m) {
        Progress progress = n.progress.get(m.from());
        if (!n.isLeader() || m.term() < n.term || progress == null) {
            return;
        }
        n.heardFrom.add(m.from());
        // A refusal confirms leadership as well: it comes from the same term.
        progress.confirm(m.readRound());
        if (m.success()) {
            progress.acknowledged(m.index());
            sendEntries(m.from());
            maybeCommit();
        } else if (progress.refused(m.index(), n.log.lastIndexWithTermAtMost(m.hintIndex(), m.hintTerm()))) {
            sendEmpty(m.from());
        }
        reads.answerConfirmed();
    }

    /**
     * Commits what a quorum holds durably, this leader counting itself only up to its own durable index. An entry of an earlier term commits
     * only beneath one of this term (thesis 3.6.2, figure 3.7). Spec: {@code MaybeCommit}.
     */
    void maybeCommit() {
        long index = n.configuration()
                .quorumValue(voter -> voter == n.id() ? n.durableIndex : matchIndexOf(voter));
        if (index > n.commitIndex && n.log.termAt(index) == n.term) {
            n.commitTo(index);
            reads.openHeldReads();
        }
    }

    private long matchIndexOf(long voter) {
        Progress progress = n.progress.get(voter);
        return progress == null ? 0 : progress.matchIndex();
    }

    /** Sends the next entries, if there are any and the window allows. Spec: {@code SendEntries}. */
    void sendEntries(long member) {
        Progress progress = n.progress.get(member);
        if (progress.nextIndex() <= n.log.lastIndex() && !progress.windowFull(n.settings.maxInflightEntries())) {
            List<Entry> entries = n.log.slice(
                    progress.nextIndex(), n.settings.maxAppendEntries(), n.settings.maxAppendBytes());
            send(member, progress, entries);
            progress.sent(progress.nextIndex() + entries.size() - 1);
        }
    }

    /** Sends an AppendEntries without entries: a heartbeat, a probe, a read round. Spec: {@code SendEmpty}. */
    void sendEmpty(long member) {
        send(member, n.progress.get(member), List.of());
    }

    private void send(long member, Progress progress, List<Entry> entries) {
        long prev = progress.nextIndex() - 1;
        n.out.tell(new Message.AppendEntries(
                n.id(), member, n.term, prev, n.log.termAt(prev), entries, n.commitIndex, n.readRound));
    }
}
