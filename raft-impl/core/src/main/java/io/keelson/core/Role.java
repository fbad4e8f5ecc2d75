package io.keelson.core;

/** What a member is in its current term (thesis 3.3 and 9.6). */
public enum Role {
    /** Passive: answers leaders and candidates. */
    FOLLOWER,
    /** Asks whether it could win an election, without disturbing the term (thesis 9.6). */
    PRE_CANDIDATE,
    /** Asks for votes. */
    CANDIDATE,
    /** Serves clients and replicates its log. */
    LEADER
}
