package io.keelson.core;

import java.util.List;

/** What a leader sends to whom (thesis 3.5, 10.2.1). The messages of the spec's module {@code RaftSend}; what it learns from the answers is in {@link Progress}. */
final class Sending {
    private final Member n;

    Sending(Member member) {
        this.n = member;
    }

    /** Sends the next entries, if there are any and the window allows. Spec: {@code SendEntries}. */
    void sendEntries(long member) {
        Progress progress = n.progress.get(member);
        if (progress.state() != ProgressState.SNAPSHOT && progress.nextIndex() <= n.log.lastIndex() && !windowFull(progress)) {
            List<Entry> entries = n.log.slice(
                    progress.nextIndex(), n.settings.maxAppendEntries(), n.settings.maxAppendBytes());
            send(member, progress, entries);
            progress.sent(progress.nextIndex() + entries.size() - 1);
        }
    }

    /** Says whether so much is out and not acknowledged that the member must be given time. Spec: {@code WindowFull}, which knows no bytes. */
    private boolean windowFull(Progress progress) {
        return progress.inflightEntries() >= n.settings.maxInflightEntries()
                || n.log.bytesBetween(progress.matchIndex() + 1, progress.nextIndex() - 1) >= n.settings.maxInflightBytes();
    }

    /** Sends an AppendEntries without entries: a heartbeat, a probe, a read round. To a member that is being sent a snapshot it asks whether it has it. Spec: {@code SendEmpty}. */
    void sendEmpty(long member) {
        send(member, n.progress.get(member), List.of());
    }

    private void send(long member, Progress progress, List<Entry> entries) {
        long prev = progress.nextIndex() - 1;
        n.out.tell(new Message.AppendEntries(
                n.id(), n.incarnation(), member, meantFor(member), n.term, prev, n.log.termAt(prev), entries, n.commitIndex, n.readRound));
    }

    /** The directory of a voter that is spoken to; a learner is, whichever it has. Spec: {@code MeantFor}. */
    private long meantFor(long member) {
        return n.configuration().isVoter(member) ? n.progress.get(member).incarnation() : Configuration.UNBOUND;
    }

    /** Spec: {@code SendChunk}. */
    void sendChunk(long member) {
        Progress progress = n.progress.get(member);
        n.out.tell(new Message.InstallSnapshot(n.id(), n.incarnation(), member, meantFor(member), n.term, n.log.base(), progress.chunk()));
    }
}
