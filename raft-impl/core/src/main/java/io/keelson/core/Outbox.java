package io.keelson.core;

import java.util.ArrayList;
import java.util.List;

/** Collects what one step wants of its host, and sorts its messages into the two outboxes. */
final class Outbox {
    private record Outgoing(Message message, boolean needsLog) {}

    private final PendingWrites pendingWrites;
    private final ArrayList<Message> released = new ArrayList<>();
    private final ArrayList<Outgoing> outgoing = new ArrayList<>();
    private final ArrayList<Entry> written = new ArrayList<>();
    private long writtenFrom;
    private LogBase newBase;
    private final ArrayList<Entry> committed = new ArrayList<>();
    private final ArrayList<Effects.ReadReady> readsReady = new ArrayList<>();
    private final ArrayList<Effects.ReadRefused> readsRefused = new ArrayList<>();
    private Effects.Proposal proposal;
    private Effects.ChunkReceived chunkReceived;
    private LogBase restored;

    Outbox(PendingWrites pendingWrites) {
        this.pendingWrites = pendingWrites;
    }

    /** Sends a message, as soon as the term and vote of its sender are durable. Spec: {@code Tell}. */
    void tell(Message message) {
        outgoing.add(new Outgoing(message, false));
    }

    /** Sends a message that vouches for the log, as soon as everything written up to the end of this step is durable. Spec: {@code Acknowledge}. */
    void acknowledge(Message message) {
        outgoing.add(new Outgoing(message, true));
    }

    /** Sends messages that have waited for a write which is durable now. */
    void release(List<Message> messages) {
        released.addAll(messages);
    }

    void write(List<Entry> entries) {
        assert !writesLog() : "one change of the log a step";
        writtenFrom = entries.get(0).index();
        written.addAll(entries);
    }

    /** Writes a new base; {@code replacedFrom} is the index from which the log is dropped, 0 if what follows the base stays. */
    void write(LogBase base, long replacedFrom) {
        assert !writesLog() : "one change of the log a step";
        newBase = base;
        writtenFrom = replacedFrom;
    }

    /** Says whether this step changes the log. */
    boolean writesLog() {
        return newBase != null || writtenFrom != 0;
    }

    void committed(List<Entry> entries) {
        committed.addAll(entries);
    }

    void proposal(Effects.Proposal answer) {
        proposal = answer;
    }

    /** Does not do what is asked for now. Spec: {@code Refused}. */
    void refuse(Refusal reason, List<Long> members) {
        proposal = new Effects.Proposal.Refused(reason, members);
    }

    void chunkReceived(LogBase base, int chunk) {
        chunkReceived = new Effects.ChunkReceived(base, chunk);
    }

    void restored(LogBase base) {
        restored = base;
    }

    void readReady(long requestId, long index) {
        readsReady.add(new Effects.ReadReady(requestId, index));
    }

    void readRefused(long requestId) {
        readsRefused.add(new Effects.ReadRefused(requestId));
    }

    /**
     * Ends the step: makes its one write, then sends or holds its messages, in order.
     *
     * @param changedHardState the new term and vote, null if they are as before the step
     */
    Effects finish(HardState changedHardState) {
        LogWrite write = changedHardState == null && !writesLog()
                ? null
                : pendingWrites.add(changedHardState, newBase, writtenFrom, written);
        List<Message> sendNow = new ArrayList<>(released);
        for (Outgoing next : outgoing) {
            boolean held = next.needsLog
                    ? pendingWrites.holdForLog(next.message)
                    : pendingWrites.holdForHardState(next.message);
            if (!held) {
                sendNow.add(next.message);
            }
        }
        Effects effects = new Effects(
                write,
                sendNow,
                List.copyOf(committed),
                proposal,
                List.copyOf(readsReady),
                List.copyOf(readsRefused),
                chunkReceived,
                restored);
        clear();
        return effects;
    }

    private void clear() {
        released.clear();
        outgoing.clear();
        written.clear();
        committed.clear();
        readsReady.clear();
        readsRefused.clear();
        writtenFrom = 0;
        newBase = null;
        proposal = null;
        chunkReceived = null;
        restored = null;
    }
}
