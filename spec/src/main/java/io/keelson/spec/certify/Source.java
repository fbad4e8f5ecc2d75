package io.keelson.spec.certify;

import java.util.Locale;

/** Where a step comes from. */
public enum Source {
    /** Random walks of small clusters of real members. */
    WALK,
    /** Each input of time, of clients and of the disk, at each state that a walk met: what is not enabled must be so on both sides. */
    ENABLED,
    /** Random states and inputs that are correct by their types, reachable or not. */
    BOX,
    /** The breadth-first explorer. */
    EXPLORER,
    /** Members of simulated clusters. */
    SIMULATION;

    /** Its name in a report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
