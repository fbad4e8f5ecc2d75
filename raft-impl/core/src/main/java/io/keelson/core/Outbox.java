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
    private final ArrayList<Entry> committed = new ArrayList<>();
    private final ArrayList<Effects.ReadReady> readsReady = new ArrayList<>();
    private final ArrayList<Effects.ReadRefused> readsRefused = new ArrayList<>();
    private Effects.Proposal proposal;

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
        assert written.isEmpty() : "one append a step";
        written.addAll(entries);
    }

    void committed(List<Entry> entries) {
        committed.addAll(entries);
    }

    void proposal(Effects.Proposal answer) {
        proposal = answer;
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
        LogWrite write = changedHardState == null && written.isEmpty() ? null : pendingWrites.add(changedHardState, written);
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
                write, sendNow, List.copyOf(committed), proposal, List.copyOf(readsReady), List.copyOf(readsRefused));
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
        proposal = null;
    }
}
