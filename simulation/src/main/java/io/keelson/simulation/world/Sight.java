package io.keelson.simulation.world;

import java.util.Locale;

/** Something rare that a large campaign must have seen: where one of these never happened, what happens then was not tested. */
public enum Sight {
    /** A node's power failed in the midst of a turn, at a point set for it. */
    CRASHED_AT_A_POINT(100),
    /** It failed where entries were taken out of the log. */
    CRASHED_AT_A_TRUNCATION(1_000),
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
    CLOCK_OUTSIDE_ITS_BOUND(300),
    /** A leader that reads by lease had none when it was asked, and asked the others. */
    LEASE_REFUSED(100),
    /** A configuration with other members was committed. */
    MEMBERS_CHANGED(100),
    /** A configuration that needs two majorities was committed. */
    JOINT_CONFIGURATION(100),
    /** The cluster refused a change of membership. */
    CHANGE_REFUSED(100),
    /** An entry with a configuration was in force, and gave way to another leader's. */
    CONFIGURATION_TRUNCATED(1_000),
    /** Something was taken from a disk that it held durably. */
    DISK_DAMAGED(300, Where.GROUPS_STAY),
    /** A member found out that its disk has lost what it had vouched for. */
    DAMAGE_NOTICED(300, Where.GROUPS_STAY),
    /** A member was sent again all that damage had taken. */
    DAMAGE_REPAIRED(300, Where.GROUPS_STAY),
    /** A node refused to start on a damaged disk, and was given an empty one. */
    DAMAGE_BEYOND_REPAIR(1_000, Where.GROUPS_STAY),
    /** A member came back with an empty disk, and did not count. */
    STRANGER_CAME(300, Where.GROUPS_STAY),
    /** A member with another disk than before was removed, to be let in again. */
    STRANGER_LET_IN(300, Where.GROUPS_STAY),
    /** A node could not read its disk. */
    READ_FAILED(300),
    /** A write ended in the midst of it. */
    WRITE_CUT_SHORT(300),
    /** A new cluster began with the copy of a snapshot, and served. */
    SNAPSHOT_RESTORED(1_000),
    /** After the faults everything was mended, and came back. */
    FRAME_HEAL(100),
    /** A majority came back, while the rest stayed as it was. */
    FRAME_CORE(300, Where.ONE_MAY_BE_MISSING),
    /** All but one that was heard and did not hear came back. */
    FRAME_SEND_ONLY(300, Where.ONE_MAY_BE_MISSING),
    /** All but a leader that heard nobody came back. */
    FRAME_DEAF_LEADER(300, Where.ONE_MAY_BE_MISSING),
    /** The core of five members of which only some hear each other came back. */
    FRAME_PARTIAL(1_000, Where.FIVE_NODES),
    /** All but a leader whose disk did not answer came back. */
    FRAME_STALLED_LEADER(300, Where.ONE_MAY_BE_MISSING),
    /** All but one whom nobody reached, and to whom leadership was to be handed over, came back. */
    FRAME_LOST_HEIR(300, Where.ONE_MAY_BE_MISSING),
    /** A group was founded that was not there when the run began. */
    GROUP_FOUNDED(100, Where.GROUPS_COME_AND_GO),
    /** A group was deleted, and a node that held it dropped it. */
    GROUP_DROPPED(100, Where.GROUPS_COME_AND_GO),
    /** A node dropped its replica of a group that had moved elsewhere. */
    REPLICA_MOVED_AWAY(100, Where.GROUPS_COME_AND_GO),
    /** A node held a group again that it had dropped. */
    REPLICA_CAME_BACK(300, Where.GROUPS_COME_AND_GO),
    /** A change of groups was planned for what others had changed meanwhile. */
    PLAN_OVERTAKEN(1_000, Where.GROUPS_COME_AND_GO);

    /** Which campaigns can see it. */
    private enum Where {
        ALL,
        /** Disks are damaged only where members stay. */
        GROUPS_STAY,
        GROUPS_COME_AND_GO,
        /** Where groups come and go, all must come back. */
        ONE_MAY_BE_MISSING,
        FIVE_NODES;

        /** As {@link #isExpectedOf} says. */
        boolean is(boolean keepsGroups, int nodes) {
            return switch (this) {
                case ALL -> true;
                case GROUPS_STAY -> !keepsGroups;
                case GROUPS_COME_AND_GO -> keepsGroups;
                case ONE_MAY_BE_MISSING -> !keepsGroups && (nodes == 0 || nodes >= 3);
                case FIVE_NODES -> !keepsGroups && (nodes == 0 || nodes == 5);
            };
        }
    }

    private final int expectedFrom;
    private final Where where;

    Sight(int expectedFrom) {
        this(expectedFrom, Where.ALL);
    }

    Sight(int expectedFrom, Where where) {
        this.expectedFrom = expectedFrom;
        this.where = where;
    }

    /**
     * Says whether a campaign must have seen it.
     *
     * @param schedules of how many schedules
     * @param keepsGroups whether groups come and go in it
     * @param nodes of each cluster; 0 for clusters of three and of five
     */
    public boolean isExpectedOf(long schedules, boolean keepsGroups, int nodes) {
        return schedules >= expectedFrom && where.is(keepsGroups, nodes);
    }

    /** The words for it: {@code leader deposed}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
