package io.keelson.core;

import io.keelson.core.MemberState.Receiving;

/**
 * Snapshots (thesis chapter 5). The host keeps a snapshot of its state machine, and the log up to it is dropped. A member that needs what is gone is sent the
 * snapshot, chunk by chunk. The bytes are the host's; here a snapshot is its {@link LogBase}.
 */
final class Snapshots {
    private final Member n;
    private final Sending sending;
    private final Replication replication;

    Snapshots(Member member, Sending sending, Replication replication) {
        this.n = member;
        this.sending = sending;
        this.replication = replication;
    }

    /** Spec: {@code OnCompact}. */
    void onCompact(long index, int chunks) {
        if (!mayCompactTo(index)) {
            return;
        }
        LogBase base = new LogBase(index, n.log.termAt(index), n.log.configurationUpTo(index), chunks);
        n.log.compactTo(base);
        n.out.write(base, 0);
        n.progress.forEach((member, progress) -> {
            if (progress.nextIndex() <= index) {
                progress.needsSnapshot(index);
                sending.sendChunk(member);
            }
        });
    }

    /**
     * A base needs a configuration: one who has just joined knows none before the first that comes in its log. Spec: {@code MayCompactTo}.
     */
    private boolean mayCompactTo(long index) {
        return n.log.base().index() < index
                && index <= Math.min(n.commitIndex, n.durableIndex)
                && !n.log.configurationUpTo(index).voters().isEmpty();
    }

    /**
     * Spec: {@code OnInstallSnapshot}. A snapshot of what is committed here already is old, and changes nothing; the sender goes on from our commit index.
     */
    void onInstallSnapshot(Message.InstallSnapshot m) {
        LogBase base = m.base();
        if (m.term() < n.term) {
            ask(m, 0);
            return;
        }
        assert !n.isLeader() : "two leaders in term " + n.term;
        n.becomeFollower(n.term, m.from());
        n.leaderWasHeard = true;
        if (base.index() <= n.commitIndex) {
            replication.acknowledge(m.from(), n.commitIndex, 0);
        } else if (m.chunk() != expectedChunk(base)) {
            ask(m, expectedChunk(base));
        } else {
            n.out.chunkReceived(base, m.chunk());
            if (m.chunk() < base.chunks()) {
                n.receiving = new Receiving(base.index(), base.term(), m.chunk() + 1);
                ask(m, m.chunk() + 1);
            } else {
                install(m);
            }
        }
    }

    /** The next chunk of this snapshot that we lack. Spec: {@code ExpectedChunk}. */
    private int expectedChunk(LogBase base) {
        boolean begun = n.receiving.index() == base.index() && n.receiving.term() == base.term();
        return begun ? n.receiving.next() : 1;
    }

    private void ask(Message.InstallSnapshot m, int next) {
        n.out.tell(new Message.InstallSnapshotResponse(n.id(), n.incarnation(), m.from(), n.term, m.base().index(), next));
    }

    /**
     * The chunks are complete. What follows the snapshot in our log stays if the log agrees with it there, and goes if not: all of it, for it grew on something else
     * (thesis figure 5.3). Spec: {@code Install}.
     */
    private void install(Message.InstallSnapshot m) {
        LogBase base = m.base();
        boolean agrees = n.log.matches(base.index(), base.term());
        if (agrees) {
            n.log.compactTo(base);
            n.durableIndex = Math.max(n.durableIndex, base.index());
        } else {
            n.log.restartAfter(base);
            n.durableIndex = base.index();
        }
        n.commitIndex = base.index();
        n.receiving = Receiving.NOTHING;
        n.out.write(base, agrees ? 0 : base.index() + 1);
        n.out.restored(base);
        replication.acknowledge(m.from(), base.index(), 0);
    }

    /**
     * Spec: {@code OnInstallSnapshotResponse}. The member asks for a chunk. One that asks for what was sent already has lost it, or answers late; it is sent again
     * when it refuses a heartbeat.
     */
    void onInstallSnapshotResponse(Message.InstallSnapshotResponse m) {
        Progress progress = n.progressOf(m.from(), m.fromIncarnation());
        if (!n.isLeader() || m.term() < n.term || progress == null) {
            return;
        }
        n.heardFrom.add(m.from());
        progress.heard(m.fromIncarnation());
        LogBase base = n.log.base();
        boolean wanted = progress.state() == ProgressState.SNAPSHOT && m.index() == base.index();
        if (wanted && m.next() != progress.chunk() && m.next() >= 1 && m.next() <= base.chunks()) {
            progress.wantsChunk(m.next());
            sending.sendChunk(m.from());
        }
    }
}
