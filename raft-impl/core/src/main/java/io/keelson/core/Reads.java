package io.keelson.core;

import io.keelson.core.MemberState.PendingRead;
import java.util.ArrayList;
import java.util.List;

/** Linearizable reads without a log entry: ReadIndex, on the leader and for followers (thesis 6.4). */
final class Reads {
    private final Member n;
    private final Sending sending;

    Reads(Member member, Sending sending) {
        this.n = member;
        this.sending = sending;
    }

    /** Spec: {@code OnReadIndex}. */
    void onReadIndex(long requestId, boolean leaseValid) {
        if (n.isLeader() && mayReadByLease(leaseValid)) {
            n.out.readReady(requestId, n.commitIndex);
        } else if (n.isLeader()) {
            open(n.id(), requestId);
        } else if (n.leader != Configuration.NOBODY) {
            n.out.tell(new Message.ReadIndexRequest(n.id(), n.incarnation(), n.leader, n.term, requestId));
        } else {
            n.out.readRefused(requestId);
        }
    }

    /**
     * A lease ends for good when the leader invites another to depose it: that one's election does not wait for anybody's time to pass. Spec:
     * {@code MayReadByLease}.
     */
    private boolean mayReadByLease(boolean leaseValid) {
        return leaseValid && n.committedInTerm() && !n.leaseGivenUp;
    }

    /** Spec: {@code OnReadIndexRequest}. */
    void onReadIndexRequest(Message.ReadIndexRequest m) {
        if (n.isLeader()) {
            open(m.from(), m.requestId());
        }
    }

    /** Spec: {@code OnReadIndexResponse}. The index was safe when it was told, so it still is, whatever has happened to the terms since. */
    void onReadIndexResponse(Message.ReadIndexResponse m) {
        n.out.readReady(m.requestId(), m.readIndex());
    }

    /** Takes a read in. Before the first commit of its term a leader does not know what is committed, so the read is held. Spec: {@code OpenRead}. */
    private void open(long requester, long requestId) {
        if (!n.committedInTerm()) {
            n.reads.add(new PendingRead(requester, requestId, 0, 0));
            return;
        }
        beginRound();
        n.reads.add(new PendingRead(requester, requestId, n.commitIndex, n.readRound));
        answerConfirmed();
    }

    /** The term has its first commit: the reads that waited for it share one round. Spec: {@code OpenHeldReads}. */
    void openHeldReads() {
        if (n.reads.stream().noneMatch(read -> read.round() == 0)) {
            return;
        }
        beginRound();
        n.reads.replaceAll(read -> read.round() == 0
                ? new PendingRead(read.requester(), read.requestId(), n.commitIndex, n.readRound)
                : read);
        answerConfirmed();
    }

    /** Opens a round of its own for what has come since the last one: an older round's echoes may be older than the request. Spec: {@code BeginRound}. */
    void beginRound() {
        n.readRound++;
        n.progress.keySet().forEach(sending::sendEmpty);
    }

    /** Answers the reads whose round a quorum has echoed. Spec: {@code AnswerConfirmed}. */
    void answerConfirmed() {
        if (n.reads.isEmpty()) {
            return;
        }
        long confirmed = confirmedRound();
        List<PendingRead> waiting = new ArrayList<>();
        for (PendingRead read : n.reads) {
            if (read.round() == 0 || read.round() > confirmed) {
                waiting.add(read);
            } else if (read.requester() == n.id()) {
                n.out.readReady(read.requestId(), read.index());
            } else {
                n.out.tell(new Message.ReadIndexResponse(
                        n.id(), n.incarnation(), read.requester(), n.term, read.requestId(), read.index()));
            }
        }
        n.reads.clear();
        n.reads.addAll(waiting);
    }

    /** The latest round that a quorum has echoed. */
    long confirmedRound() {
        return n.configuration().quorumValue(voter -> voter == n.id() ? n.readRound : n.progress.get(voter).confirmedRound());
    }
}
