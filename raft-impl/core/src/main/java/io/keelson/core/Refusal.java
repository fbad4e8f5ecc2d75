package io.keelson.core;

/** Why a leader does not do what it is asked to, for now (thesis 3.10, chapter 4). Each is about some members, or none. */
public enum Refusal {
    /** Leadership is being handed over to this member, and proposals would keep it from catching up. */
    TRANSFER_UNDER_WAY,
    /** Before its first commit a leader may not know the latest configuration. Over within a round trip. */
    NOTHING_COMMITTED_IN_TERM,
    /** One change must be over before the next. */
    CHANGE_UNDER_WAY,
    /** A group without voters can't decide anything. */
    NO_VOTERS,
    /** These are named both as voters and as learners. */
    BOTH_VOTER_AND_LEARNER,
    /** These are not members yet: they must be learners first. */
    NOT_A_LEARNER_YET,
    /** These learners still lack entries that are committed. */
    NOT_CAUGHT_UP,
    /** Only these of the voters have been heard of lately, no majority: the group would stop. */
    TOO_FEW_REACHABLE,
    /** This is no voter other than the leader. */
    NOT_ANOTHER_VOTER
}
