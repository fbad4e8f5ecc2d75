package io.keelson.core;

/**
 * One member of one Raft group: owns its state, changes it only in {@link #step}, and is given time as values.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public final class RaftMember {
    /**
     * Starts a member from what its disk holds (spec: {@code Restart}).
     *
     * @param identity which member of which group
     * @param settings how it behaves
     * @param recovered what the disk holds
     */
    public RaftMember(MemberIdentity identity, MemberSettings settings, Recovered recovered) {}

    /**
     * Takes one event.
     *
     * @param event not null
     * @return what the host has to do, never null
     */
    public Effects step(Event event) {
        throw new UnsupportedOperationException("step");
    }

    /** Returns the monotonic time, in nanoseconds, at which the next {@link Event.Tick} is due; ticking earlier is harmless. */
    public long nextTick() {
        return 0;
    }

    /** Returns the whole state as an immutable record. */
    public MemberState capture() {
        throw new UnsupportedOperationException("capture");
    }

    /** Returns the current role. */
    public Role role() {
        return Role.FOLLOWER;
    }

    /** Returns the current term. */
    public long term() {
        return 0;
    }

    /** Returns the leader of the current term, {@link Configuration#NOBODY} if unknown. */
    public long leader() {
        return Configuration.NOBODY;
    }

    /** Returns the last index known to be committed. */
    public long commitIndex() {
        return 0;
    }

    /** Returns the index of the last entry in the log. */
    public long lastIndex() {
        return 0;
    }

    /** Returns the index up to which the log is durable here. */
    public long durableIndex() {
        return 0;
    }

    /** Returns the configuration in force. */
    public Configuration configuration() {
        return null;
    }
}
