package io.keelson.simulation.world;

import java.util.Locale;

/** Something rare that a large campaign must have seen: where one of these never happened, what happens then was not tested. */
public enum Sight {
    /** A node's power failed in the midst of a turn, at a point set for it. */
    CRASHED_AT_A_POINT,
    /** A node's power failed while it opened what its disk had kept. */
    CRASHED_IN_RECOVERY,
    /** A damaged message was refused. */
    DAMAGE_REFUSED,
    /** A connection was reset, and what was under way was lost. */
    LOST_IN_RESET,
    /** A message found its link full. */
    QUEUE_FULL,
    /** A leader found that another leads a later term. */
    LEADER_DEPOSED,
    /** A leader made room because nobody followed it, or its disk did not answer. */
    LEADER_MADE_ROOM,
    /** A candidate lost. */
    CANDIDATE_LOST,
    /** A member refused an append whose past it did not hold. */
    APPEND_REFUSED,
    /** A clock ran at a rate outside the bound that leases count on. */
    CLOCK_OUTSIDE_ITS_BOUND;

    /** The words for it: "a leader deposed". */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
