/**
 * The deterministic simulator: the real nodes, from client to disk, in a simulated world, under fault schedules that shrink.
 *
 * <p>{@link io.keelson.simulation.Simulation} is one run, {@link io.keelson.simulation.Campaign} is many.
 */
package io.keelson.simulation;
