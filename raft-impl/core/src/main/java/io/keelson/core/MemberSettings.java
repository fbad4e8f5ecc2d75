package io.keelson.core;

/**
 * How a member behaves. All members of a group should have the same.
 *
 * @param electionTimeoutNanos the least time without a leader before an election, in nanoseconds; each timeout is drawn from one to two times this
 * @param heartbeatNanos the time between heartbeats of a leader, in nanoseconds; well below {@code electionTimeoutNanos}
 * @param maxAppendEntries the most entries in one AppendEntries, from 1
 * @param maxAppendBytes the most bytes in one AppendEntries; a larger entry travels alone
 * @param maxInflightEntries the most entries sent to a follower and not yet acknowledged by it, from 1
 * @param preVote whether an election begins with PreVote (thesis 9.6)
 * @param checkQuorum whether a leader that hears no quorum for an election timeout steps down (thesis 6.2)
 */
public record MemberSettings(
        long electionTimeoutNanos,
        long heartbeatNanos,
        int maxAppendEntries,
        int maxAppendBytes,
        int maxInflightEntries,
        boolean preVote,
        boolean checkQuorum) {
    /** What a server uses unless told otherwise: elections after 300 to 600 ms, heartbeats each 50 ms. */
    public static final MemberSettings DEFAULT =
            new MemberSettings(300_000_000L, 50_000_000L, 1024, 1 << 20, 8192, true, true);

    public MemberSettings {
        if (heartbeatNanos < 1 || electionTimeoutNanos < 2 * heartbeatNanos) {
            throw new IllegalArgumentException("the election timeout must be at least two heartbeats: election "
                    + electionTimeoutNanos + " ns, heartbeat " + heartbeatNanos + " ns");
        }
        if (maxAppendEntries < 1 || maxAppendBytes < 1 || maxInflightEntries < 1) {
            throw new IllegalArgumentException("limits of AppendEntries count from 1: entries " + maxAppendEntries
                    + ", bytes " + maxAppendBytes + ", in flight " + maxInflightEntries);
        }
    }
}
