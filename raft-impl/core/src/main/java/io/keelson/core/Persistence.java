package io.keelson.core;

import io.keelson.core.MemberState.PendingWrite;

/** What changes when the disk says that a write is durable (thesis 3.8, 10.2.1). */
final class Persistence {
    private final Member n;
    private final Elections elections;
    private final Replication replication;

    Persistence(Member member, Elections elections, Replication replication) {
        this.n = member;
        this.elections = elections;
        this.replication = replication;
    }

    /**
     * Spec: {@code OnPersisted}. An entry is durable in the generation that was written: where a later write, still pending, replaces it, the
     * durable index stays below.
     */
    void onPersisted(long ticket) {
        for (PendingWrite done : n.pendingWrites.complete(ticket)) {
            n.out.release(done.sendAfterPersist());
            if (done.write().replaces()) {
                // Set, not raised: of two writes that are durable at once, the later may end below the earlier, whose suffix it replaced.
                n.durableIndex = Math.max(
                        n.log.base().index(), Math.min(done.write().lastIndex(), n.pendingWrites.firstPendingIndex() - 1));
            }
        }
        if (n.role == Role.CANDIDATE && !n.pendingWrites.hasHardState() && !n.votes.contains(n.id())) {
            elections.countVote(n.id());
        } else {
            n.mendIfWhole();
        }
        if (n.isLeader()) {
            replication.maybeCommit();
        }
    }
}
