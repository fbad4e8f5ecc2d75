package io.keelson.core;

/**
 * How a member behaves. All members of a group should have the same.
 *
 * @param electionTimeoutNanos the least time without a leader before an election, in nanoseconds; each timeout is drawn from one to two times this
 * @param heartbeatNanos the time between heartbeats of a leader, in nanoseconds; well below {@code electionTimeoutNanos}
 * @param maxAppendEntries the most entries in one AppendEntries, from 1
 * @param maxAppendBytes the most bytes in one AppendEntries; a larger entry travels alone
 * @param maxInflightEntries the most entries sent to a follower and not yet acknowledged by it, from 1
 * @param maxInflightBytes once so many bytes are sent to a follower and not yet acknowledged, no more are, from 1
 * @param packedBytes once there are twice as many bytes of entries in memory, the older ones of them are packed into a block of so many bytes, from 64
 * @param catchUpLag the most committed entries that a learner may lack when it becomes a voter, from 0
 * @param preVote whether an election begins with PreVote (thesis 9.6)
 * @param checkQuorum whether a leader that hears no quorum for an election timeout steps down (thesis 6.2)
 * @param leaseClockDriftPermille lease reads (thesis 6.4.1) are on, and safe as long as no two members' clocks run at rates that differ by more than this, in
 *     thousandths, from 0 to 999; {@link #LEASES_OFF} if they are off
 */
public record MemberSettings(
        long electionTimeoutNanos,
        long heartbeatNanos,
        int maxAppendEntries,
        int maxAppendBytes,
        int maxInflightEntries,
        long maxInflightBytes,
        int packedBytes,
        int catchUpLag,
        boolean preVote,
        boolean checkQuorum,
        int leaseClockDriftPermille) {
    /** A block and what the JVM needs beside fit into a region of its heap: then the collector never moves it. */
    private static final int PACKED_BYTES = (1 << 20) - 64;

    /** No read is answered by a lease. */
    public static final int LEASES_OFF = -1;

    /** What a server uses unless told otherwise: elections after 300 to 600 ms, heartbeats each 50 ms. */
    public static final MemberSettings DEFAULT =
            new MemberSettings(300_000_000L, 50_000_000L, 1024, 256 << 10, 8192, 16L << 20, PACKED_BYTES, 1024, true, true, LEASES_OFF);

    public MemberSettings {
        if (heartbeatNanos < 1 || electionTimeoutNanos < 2 * heartbeatNanos) {
            throw new IllegalArgumentException("the election timeout must be at least two heartbeats: election "
                    + electionTimeoutNanos + " ns, heartbeat " + heartbeatNanos + " ns");
        }
        if (maxAppendEntries < 1 || maxAppendBytes < 1 || maxInflightEntries < 1 || maxInflightBytes < 1) {
            throw new IllegalArgumentException("limits of AppendEntries count from 1: entries " + maxAppendEntries
                    + ", bytes " + maxAppendBytes + ", in flight " + maxInflightEntries + " and " + maxInflightBytes + " bytes");
        }
        if (packedBytes < EntryStore.LEAST_BLOCK) {
            throw new IllegalArgumentException("packedBytes counts from " + EntryStore.LEAST_BLOCK + ": " + packedBytes);
        }
        if (catchUpLag < 0 || leaseClockDriftPermille < LEASES_OFF || leaseClockDriftPermille > 999) {
            throw new IllegalArgumentException("catchUpLag counts from 0, the drift of clocks from 0 to 999 thousandths, or " + LEASES_OFF
                    + " without leases: catchUpLag " + catchUpLag + ", drift " + leaseClockDriftPermille);
        }
        if (leaseClockDriftPermille != LEASES_OFF && !(preVote && checkQuorum)) {
            throw new IllegalArgumentException("leases need PreVote and CheckQuorum: without them a live leader may be deposed at any time");
        }
    }

    /**
     * Settings with the usual size of packed blocks.
     *
     * @param electionTimeoutNanos see above
     * @param heartbeatNanos see above
     * @param maxAppendEntries see above
     * @param maxAppendBytes see above
     * @param maxInflightEntries see above
     * @param maxInflightBytes see above
     * @param catchUpLag see above
     * @param preVote see above
     * @param checkQuorum see above
     * @param leaseClockDriftPermille see above
     */
    public MemberSettings(
            long electionTimeoutNanos,
            long heartbeatNanos,
            int maxAppendEntries,
            int maxAppendBytes,
            int maxInflightEntries,
            long maxInflightBytes,
            int catchUpLag,
            boolean preVote,
            boolean checkQuorum,
            int leaseClockDriftPermille) {
        this(
                electionTimeoutNanos, heartbeatNanos, maxAppendEntries, maxAppendBytes, maxInflightEntries, maxInflightBytes, PACKED_BYTES, catchUpLag, preVote, checkQuorum,
                leaseClockDriftPermille);
    }

    /**
     * Settings without leases whose learners must have caught up wholly, and without a limit in bytes to what is in flight.
     *
     * @param electionTimeoutNanos see above
     * @param heartbeatNanos see above
     * @param maxAppendEntries see above
     * @param maxAppendBytes see above
     * @param maxInflightEntries see above
     * @param preVote see above
     * @param checkQuorum see above
     */
    public MemberSettings(
            long electionTimeoutNanos,
            long heartbeatNanos,
            int maxAppendEntries,
            int maxAppendBytes,
            int maxInflightEntries,
            boolean preVote,
            boolean checkQuorum) {
        this(
                electionTimeoutNanos, heartbeatNanos, maxAppendEntries, maxAppendBytes, maxInflightEntries, Long.MAX_VALUE, 0, preVote, checkQuorum, LEASES_OFF);
    }

    /** Says whether reads may be answered by a lease. */
    public boolean leases() {
        return leaseClockDriftPermille != LEASES_OFF;
    }

    /**
     * The time for which a leader may count on its lease, by its own clock, from the sending of the round that confirmed it: so much shorter than the least
     * election timeout that it ends first even if this clock is slow and the others are fast. In nanoseconds.
     */
    public long leaseNanos() {
        long drift = leaseClockDriftPermille;
        return electionTimeoutNanos / (1000 + drift) * (1000 - drift);
    }
}
