/** Faults as data: what a schedule is, how it is written, where random ones come from, and how a failing one is made small. */
package io.keelson.simulation.schedule;
