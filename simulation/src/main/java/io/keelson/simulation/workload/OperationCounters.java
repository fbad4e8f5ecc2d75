package io.keelson.simulation.workload;

/** What clients asked for and what became of it. One run, one thread. */
public final class OperationCounters {
    /** Operations that happened. */
    public long ok;
    /** Operations that certainly did not happen. */
    public long fail;
    /** Operations that may have happened. */
    public long info;
    /** Writes that were acknowledged. */
    public long acknowledgedWrites;
    /** Commands of sessions that were sent more than once. */
    public long retried;

    /** Adds another's. */
    public void add(OperationCounters other) {
        ok += other.ok;
        fail += other.fail;
        info += other.info;
        acknowledgedWrites += other.acknowledgedWrites;
        retried += other.retried;
    }
}
