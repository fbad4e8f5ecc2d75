package io.keelson.simulation.world;

import java.util.Locale;

/** Something rare that a large campaign must have seen: where one of these never happened, what happens then was not tested. */
public enum Sight {
    /** A node's power failed in the midst of a turn, at a point set for it. */
    CRASHED_AT_A_POINT(100),
    /** A node's power failed while it opened what its disk had kept. */
    CRASHED_IN_RECOVERY(1_000),
    /** A damaged message was refused. */
    DAMAGE_REFUSED(300),
    /** A connection was reset, and what was under way was lost. */
    LOST_IN_RESET(300),
    /** A message found its link full. */
    QUEUE_FULL(300),
    /** A leader found that another leads a later term. */
    LEADER_DEPOSED(100),
    /** A leader made room because nobody followed it, or its disk did not answer. */
    LEADER_MADE_ROOM(100),
    /** A candidate lost. */
    CANDIDATE_LOST(300),
    /** A member refused an append whose past it did not hold. */
    APPEND_REFUSED(100),
    /** A clock ran at a rate outside the bound that leases count on. */
    CLOCK_OUTSIDE_ITS_BOUND(300);

    private final int expectedFrom;

    Sight(int expectedFrom) {
        this.expectedFrom = expectedFrom;
    }

    /** Says whether a campaign of so many schedules must have seen it. */
    public boolean isExpectedOf(long schedules) {
        return schedules >= expectedFrom;
    }

    /** The words for it: {@code leader deposed}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
