package io.keelson.core;

/**
 * Turns time into named inputs, and into the one boolean that handlers may know of it. The only place in the protocol that holds a deadline.
 *
 * <p>A deadline that was cancelled is {@link #UNSET} until the next tick sets it anew: the tick brings the time and the random value for it.
 */
final class MemberTimers {
    private static final long UNSET = Long.MIN_VALUE;

    private final MemberSettings settings;
    private long now = UNSET;
    private long lastHeard;
    private long electionDeadline = UNSET;
    private long heartbeatDeadline = UNSET;
    private long quorumCheckDeadline = UNSET;
    private long transferDeadline = UNSET;

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
        return leads ? leaderInput() : followerInput(tick.entropy());
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
            electionDeadline = now + least + Long.remainderUnsigned(entropy, least);
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
    }

    /** The member has given its vote or changed its role. */
    void restart() {
        electionDeadline = UNSET;
        heartbeatDeadline = UNSET;
        quorumCheckDeadline = UNSET;
        transferDeadline = UNSET;
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
        return now == UNSET || now - lastHeard < settings.electionTimeoutNanos();
    }

    /** The time of the next tick that matters. */
    long next(boolean leads) {
        if (leads) {
            long next = settings.checkQuorum() ? Math.min(heartbeatDeadline, quorumCheckDeadline) : heartbeatDeadline;
            return transferDeadline == UNSET ? next : Math.min(next, transferDeadline);
        }
        return electionDeadline;
    }
}
