/** Simulated clients, and the history of what they saw. */
package io.keelson.simulation.workload;
