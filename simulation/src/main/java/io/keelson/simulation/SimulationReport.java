package io.keelson.simulation;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.workload.OperationCounters;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.RunCounters;

/**
 * What came of one run.
 *
 * @param schedule what was run
 * @param verdict valid, invalid, or unknown where the history could not be judged within its budget
 * @param failure the name of what was violated; null if nothing was
 * @param explanation what was seen, for people; empty if nothing was violated
 * @param violation where and when; null if nothing was violated, or something about the whole history
 * @param virtualNanos how long the run took in the simulated world
 * @param world what happened in it
 * @param operations what clients asked for
 * @param lostWrites acknowledged writes that the cluster has not applied where it said, counted when the run came to its end
 * @param group where it was violated; the first, if nothing was, or nobody knows where
 * @param restored whether it was violated in the cluster that began with the copy of a snapshot: the moments of violation and history are that cluster's then
 * @param history what clients of that group saw
 * @param traceDigest equal for equal runs
 */
public record SimulationReport(
        Schedule schedule,
        Verdict verdict,
        String failure,
        String explanation,
        InvariantViolation violation,
        long virtualNanos,
        RunCounters world,
        OperationCounters operations,
        long lostWrites,
        long group,
        boolean restored,
        History history,
        long traceDigest) {}
