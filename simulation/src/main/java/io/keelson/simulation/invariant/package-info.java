/** What must hold after each turn of each node, checked as the run goes. */
package io.keelson.simulation.invariant;
