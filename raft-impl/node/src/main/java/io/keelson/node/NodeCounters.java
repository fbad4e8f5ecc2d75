package io.keelson.node;

/** The running counts behind {@link NodeStatus.Counters}. */
final class NodeCounters {
    long framesIn;
    long framesOut;
    long framesRejected;
    long commandsDone;
    long commandsNotApplied;
    long commandsUnknown;
    long commandsRefused;
    long readsDone;
    long readsFailed;
    long entriesApplied;
    long leaderChanges;
    long memberChanges;
    long snapshotsTaken;
    long snapshotsInstalled;
    long snapshotChunksSent;
    long snapshotChunksReceived;
    long logCompactions;

    void command(Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Done<?> done -> commandsDone++;
            case Outcome.NotApplied<?> notApplied -> commandsNotApplied++;
            case Outcome.Unknown<?> unknown -> commandsUnknown++;
            case Outcome.Refused<?> refused -> commandsRefused++;
        }
    }

    void read(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Done<?>) {
            readsDone++;
        } else {
            readsFailed++;
        }
    }

    NodeStatus.Counters snapshot() {
        return new NodeStatus.Counters(
                framesIn,
                framesOut,
                framesRejected,
                commandsDone,
                commandsNotApplied,
                commandsUnknown,
                commandsRefused,
                readsDone,
                readsFailed,
                entriesApplied,
                leaderChanges,
                snapshotsTaken,
                snapshotsInstalled,
                snapshotChunksSent,
                snapshotChunksReceived,
                logCompactions);
    }
}
