package io.keelson.core;

/**
 * Turns time into named inputs, and into the one boolean that handlers may know of it. The only place in the protocol that holds a deadline.
 *
 * <p>A deadline that was cancelled is {@link #UNSET} until the next tick sets it anew: the tick brings the time and the random value for it.
 */
final class MemberTimers {
    private static final long UNSET = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    private final MemberSettings settings;
    private long now = UNSET;
    private long lastHeard;
    private long electionDeadline = UNSET;
    private long heartbeatDeadline = UNSET;
    private long quorumCheckDeadline = UNSET;
    private long transferDeadline = UNSET;
    private boolean resting;
    /** Since when no leader was heard, for a member that has just been woken; else UNSET. */
    private long silentSince = UNSET;

    MemberTimers(MemberSettings settings) {
        this.settings = settings;
    }

    /** Moves time on and returns the input that is due, null if none is. */
    Input tick(Event.Tick tick, boolean leads) {
        if (now == UNSET) {
            // A member that has just started may have promised its silence to a leader before it crashed (thesis 6.4.1): it counts as having heard one.
            lastHeard = tick.now();
        }
        now = tick.now();
        if (resting) {
            return null;
        }
        return leads ? leaderInput() : followerInput(tick.entropy());
    }

    /** No deadline runs: the host knows from elsewhere that the leader is alive, or that its followers are. */
    void rest() {
        resting = true;
        restart();
    }

    boolean isResting() {
        return resting;
    }

    /** Deadlines run again, a follower's as if it had heard its leader at this moment and nothing since. */
    void wake(long heard) {
        if (resting) {
            resting = false;
            lastHeard = Math.max(lastHeard, heard);
            silentSince = lastHeard;
        }
    }

    private Input leaderInput() {
        if (quorumCheckDeadline == UNSET) {
            quorumCheckDeadline = now + settings.electionTimeoutNanos();
            heartbeatDeadline = now + settings.heartbeatNanos();
        }
        if (settings.checkQuorum() && now >= quorumCheckDeadline) {
            quorumCheckDeadline = now + settings.electionTimeoutNanos();
            return new Input.QuorumCheckDue();
        }
        if (transferDeadline != UNSET && now >= transferDeadline) {
            transferDeadline = UNSET;
            return new Input.TransferTimeout();
        }
        if (now >= heartbeatDeadline) {
            heartbeatDeadline = now + settings.heartbeatNanos();
            return new Input.HeartbeatDue();
        }
        return null;
    }

    private Input followerInput(long entropy) {
        if (electionDeadline == UNSET) {
            long least = settings.electionTimeoutNanos();
            electionDeadline = (silentSince == UNSET ? now : silentSince) + least + Long.remainderUnsigned(entropy, least);
            silentSince = UNSET;
        }
        if (now < electionDeadline) {
            return null;
        }
        electionDeadline = UNSET;
        return new Input.ElectionTimeout();
    }

    /** The member has heard the leader of its term. */
    void leaderHeard() {
        lastHeard = now;
        electionDeadline = UNSET;
        silentSince = UNSET;
    }

    /** The member has given its vote or changed its role. */
    void restart() {
        electionDeadline = UNSET;
        heartbeatDeadline = UNSET;
        quorumCheckDeadline = UNSET;
        transferDeadline = UNSET;
        silentSince = UNSET;
    }

    /** A leader is, or is not, handing over: it gives up after an election timeout. */
    void transfers(boolean underWay) {
        if (!underWay) {
            transferDeadline = UNSET;
        } else if (transferDeadline == UNSET) {
            transferDeadline = now + settings.electionTimeoutNanos();
        }
    }

    /** The time of the latest tick. */
    long now() {
        return now;
    }

    /** Says whether a live leader was heard within the least election timeout. */
    boolean heardLeader() {
        return resting || now == UNSET || now - lastHeard < settings.electionTimeoutNanos();
    }

    /** The time of the next tick that matters. */
    long next(boolean leads) {
        if (resting) {
            return NEVER;
        }
        if (leads) {
            long next = settings.checkQuorum() ? Math.min(heartbeatDeadline, quorumCheckDeadline) : heartbeatDeadline;
            return transferDeadline == UNSET ? next : Math.min(next, transferDeadline);
        }
        return electionDeadline;
    }
}
