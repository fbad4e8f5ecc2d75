package io.keelson.simulation.world;

/** What happened in a run, counted. One run, one thread. */
public final class RunCounters {
    /** Elections won. */
    public long leaderChanges;
    /** Power failures. */
    public long crashes;
    /** Power failures that lost something written and not forced. */
    public long crashesWithLoss;
    /** Restarts on a log that had lost its unforced tail. */
    public long tailsLost;
    /** Nodes started again on what their disk kept. */
    public long restarts;
    /** Times an entry in a member's log gave way to another leader's. */
    public long conflictsTruncated;
    /** Messages that vanished. */
    public long messagesLost;
    /** Messages that arrived twice. */
    public long messagesDuplicated;
    /** Messages that fell behind later ones. */
    public long messagesReordered;
    /** Nodes that stopped because a force failed. */
    public long failedForces;
    /** Times leadership was handed over to whom it was wanted for. */
    public long transfers;
    /** Times a node noticed that its disk did not answer. */
    public long stallsNoticed;
    /** Whether leaders read by lease in this run: 1 or 0. */
    public long leases;
    /** Snapshots that were taken, durable. */
    public long snapshotsTaken;
    /** Snapshots that members were sent whole, durable. */
    public long snapshotsInstalled;
    /** Times a log was dropped up to a snapshot taken there. */
    public long logCompactions;
    /** Rare things seen. */
    public final Sights sights = new Sights();
    /** Batches of inputs that nodes took. */
    public long turns;
}
