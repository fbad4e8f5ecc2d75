package io.keelson.simulation;

import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.workload.Load;

/**
 * One group of a run.
 *
 * @param group its id
 * @param invariants what is watched of it
 * @param load its clients
 */
record WatchedGroup(long group, Invariants invariants, Load load) {}
