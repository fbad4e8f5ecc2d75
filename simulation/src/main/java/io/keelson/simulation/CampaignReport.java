package io.keelson.simulation;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.world.Sights;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a campaign.
 *
 * @param settings what was run
 * @param totals over all runs
 * @param failures the first of the runs that failed, shrunk, by ascending number
 * @param never what can happen and never did, in words; but for a schedule, only filled for a campaign large enough to expect it
 * @param state where it is, and all numbers of schedules that failed
 */
public record CampaignReport(CampaignSettings settings, Totals totals, List<Failure> failures, List<String> never, CampaignState state) {
    /**
     * A run that failed, shrunk.
     *
     * @param number of its schedule in the campaign, from 0
     * @param shrunk the run of the smallest schedule found that fails in the same way
     * @param directory where schedule, history and trace are; null if nothing was written
     */
    public record Failure(long number, SimulationReport shrunk, Path directory) {}

    /**
     * Sums over the runs.
     *
     * @param schedules runs
     * @param invalid runs that violated something
     * @param unknown runs whose history could not be judged
     * @param virtualNanos time in the simulated worlds
     * @param ok operations that happened
     * @param fail operations that certainly did not
     * @param info operations that may have
     * @param acknowledgedWrites writes that were acknowledged
     * @param lostWrites acknowledged writes that were not on the disks of a majority at the end of their run
     * @param leaderChanges elections won, but for the first of each run
     * @param crashes power failures
     * @param crashesWithLoss power failures that lost something not forced
     * @param tailsLost restarts on a log that had lost its unforced tail
     * @param restarts nodes started again on what their disk kept
     * @param failedForces nodes that stopped because a force failed
     * @param conflictsTruncated entries in a log that gave way to another leader's
     * @param messagesLost messages that vanished
     * @param messagesDuplicated messages that arrived twice
     * @param messagesReordered messages that fell behind later ones
     * @param retried commands of sessions that were sent again
     * @param transfers times leadership was handed over to whom it was wanted for
     * @param stallsNoticed times a node noticed that its disk did not answer
     * @param snapshotsTaken snapshots that were taken
     * @param snapshotsInstalled snapshots that members were sent
     * @param logCompactions times a log was dropped up to a snapshot
     * @param leases runs in which leaders read by lease
     * @param sights rare things, and how often each was seen
     */
    public record Totals(
            long schedules,
            int invalid,
            int unknown,
            long virtualNanos,
            long ok,
            long fail,
            long info,
            long acknowledgedWrites,
            long lostWrites,
            long leaderChanges,
            long crashes,
            long crashesWithLoss,
            long tailsLost,
            long restarts,
            long failedForces,
            long conflictsTruncated,
            long messagesLost,
            long messagesDuplicated,
            long messagesReordered,
            long retried,
            long transfers,
            long stallsNoticed,
            long snapshotsTaken,
            long snapshotsInstalled,
            long logCompactions,
            long leases,
            Sights sights) {
        static final Totals NONE =
                new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Sights());

        Totals plus(SimulationReport run) {
            return new Totals(
                    schedules + 1,
                    invalid + (run.verdict() == Verdict.INVALID ? 1 : 0),
                    unknown + (run.verdict() == Verdict.UNKNOWN ? 1 : 0),
                    virtualNanos + run.virtualNanos(),
                    ok + run.operations().ok,
                    fail + run.operations().fail,
                    info + run.operations().info,
                    acknowledgedWrites + run.operations().acknowledgedWrites,
                    lostWrites + run.lostWrites(),
                    leaderChanges + Math.max(0, run.world().leaderChanges - 1),
                    crashes + run.world().crashes,
                    crashesWithLoss + run.world().crashesWithLoss,
                    tailsLost + run.world().tailsLost,
                    restarts + run.world().restarts,
                    failedForces + run.world().failedForces,
                    conflictsTruncated + run.world().conflictsTruncated,
                    messagesLost + run.world().messagesLost,
                    messagesDuplicated + run.world().messagesDuplicated,
                    messagesReordered + run.world().messagesReordered,
                    retried + run.operations().retried,
                    transfers + run.world().transfers,
                    stallsNoticed + run.world().stallsNoticed,
                    snapshotsTaken + run.world().snapshotsTaken,
                    snapshotsInstalled + run.world().snapshotsInstalled,
                    logCompactions + run.world().logCompactions,
                    leases + run.world().leases,
                    sights.plus(run.world().sights));
        }

        /** Returns the time in the simulated worlds, in seconds. */
        public long virtualSeconds() {
            return virtualNanos / 1_000_000_000L;
        }

        /** Returns the number of operations. */
        public long operations() {
            return ok + fail + info;
        }
    }

    /** Invalid if any run is; else unknown if any run is, or if the campaign is vacuous; else valid. */
    public Verdict verdict() {
        if (totals.invalid() > 0) {
            return Verdict.INVALID;
        }
        return totals.unknown() > 0 || isVacuous() ? Verdict.UNKNOWN : Verdict.VALID;
    }

    /** Says whether something that can happen never did, so that the campaign proves less than it seems to. */
    public boolean isVacuous() {
        return !never.isEmpty();
    }

    /** Returns the result in a few lines for people. */
    public List<String> summary() {
        return CampaignSummary.lines(this);
    }
}
