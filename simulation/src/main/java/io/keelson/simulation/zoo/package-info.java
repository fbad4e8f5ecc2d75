/**
 * The bug zoo: bugs, most of them documented ones of real Raft implementations, each a patch of our own sources that is compiled into a build of its own, beside the real classes and never
 * in a jar. Each must be caught by the nets it names; one that slips through is a hole in a net.
 *
 * <p>{@link io.keelson.simulation.zoo.Zoo} finds the bugs, {@link io.keelson.simulation.zoo.Mutant} is one of them compiled and loaded,
 * {@link io.keelson.simulation.zoo.Hunt} looks for a schedule that shows it.
 */
package io.keelson.simulation.zoo;
