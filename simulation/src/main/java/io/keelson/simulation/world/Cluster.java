package io.keelson.simulation.world;

import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import io.keelson.node.NodeSettings;
import io.keelson.node.SnapshotSettings;
import io.keelson.node.StateMachine;
import io.keelson.simulation.schedule.FaultAction;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * What the simulated nodes are: production settings, but for sizes that make rare paths frequent.
 *
 * @param id the cluster's
 * @param nodes how many members, with ids from 1
 * @param groups how many groups they form, with ids from 1
 * @param leases whether leaders read by lease
 * @param keepsGroups whether the first group says what other groups there shall be, and each node keeps them
 * @param snapshotEvery after how many applied entries a member takes a snapshot
 * @param machines makes a member's empty replica
 */
public record Cluster(long id, int nodes, int groups, boolean leases, boolean keepsGroups, long snapshotEvery, LongFunction<StateMachine> machines) {
    /** The rates of two simulated clocks differ by at most this, in thousandths. */
    static final int CLOCK_DRIFT_PERMILLE = 50;

    /** Small, so that most of a log is packed. */
    private static final int PACKED_BYTES = 512;

    private static final MemberSettings WITHOUT_LEASES = memberWith(MemberSettings.LEASES_OFF);
    private static final MemberSettings WITH_LEASES = memberWith(CLOCK_DRIFT_PERMILLE);

    private static final long FIRST_ID = 77;
    /** Small, so that a run fills several segments. */
    static final int SEGMENT_BYTES = 64 << 10;

    private static final int SNAPSHOT_BYTES = 64 << 10;
    /** So little is kept behind a snapshot, and its chunks are so small, that a member which misses a few dozen entries is sent one of many chunks. */
    private static final int TAIL_ENTRIES = 6;
    private static final int TAIL_BYTES = 16 << 10;
    private static final int CHUNK_BYTES = 1024;

    private static final int MAX_COMMAND_BYTES = 16 << 10;
    private static final int MAX_PENDING_COMMANDS = 64;
    private static final long REQUEST_TIMEOUT_NANOS = 2_000_000_000L;

    /** The first cluster of a run. */
    public Cluster(int nodes, int groups, boolean leases, boolean keepsGroups, long snapshotEvery, LongFunction<StateMachine> machines) {
        this(FIRST_ID, nodes, groups, leases, keepsGroups, snapshotEvery, machines);
    }

    /** Returns another cluster, of as many members, which begins with the copy of a snapshot of this one's first group and knows no other. */
    public Cluster restored() {
        return new Cluster(id + 1, nodes, 1, leases, false, snapshotEvery, machines);
    }

    /** Says whether a clock that runs at this rate leaves the bound that leases count on. */
    public static boolean isOutsideTheBound(FaultAction.ClockRate rate) {
        return rate.perMille() != 0;
    }

    /** Returns the settings of a member. */
    public NodeSettings settings(long member) {
        return new NodeSettings(
                id,
                member,
                member(leases),
                SEGMENT_BYTES,
                MAX_COMMAND_BYTES,
                MAX_PENDING_COMMANDS,
                REQUEST_TIMEOUT_NANOS,
                new SnapshotSettings(snapshotEvery, SNAPSHOT_BYTES, TAIL_ENTRIES, TAIL_BYTES, CHUNK_BYTES));
    }

    /** Returns how members behave that read by lease, or don't. */
    public static MemberSettings member(boolean leases) {
        return leases ? WITH_LEASES : WITHOUT_LEASES;
    }

    private static MemberSettings memberWith(int leaseClockDriftPermille) {
        MemberSettings usual = MemberSettings.DEFAULT;
        return new MemberSettings(
                usual.electionTimeoutNanos(),
                usual.heartbeatNanos(),
                usual.maxAppendEntries(),
                usual.maxAppendBytes(),
                usual.maxInflightEntries(),
                usual.maxInflightBytes(),
                PACKED_BYTES,
                usual.catchUpLag(),
                usual.preVote(),
                usual.checkQuorum(),
                leaseClockDriftPermille);
    }

    /** Returns the configuration that the group begins with. */
    public Configuration configuration() {
        return Configuration.of(LongStream.rangeClosed(1, nodes).toArray());
    }

    StateMachine machine(long member) {
        return machines.apply(member);
    }
}
