/**
 * The simulated world: virtual time, a network, disks, and the nodes in between. One thread, no real clock, no sequential randomness, no hash order:
 * a run is a function of its schedule.
 */
package io.keelson.simulation.world;
