package io.keelson.node;

import io.keelson.core.MemberSettings;

/**
 * How a node behaves.
 *
 * @param clusterId names the cluster; a data directory of another one is refused
 * @param memberId this node's member id in every group it hosts, from 1
 * @param member timing and limits of the protocol
 * @param segmentBytes the size of a log segment, in bytes
 * @param maxCommandBytes the largest command accepted; a larger one is refused
 * @param maxPendingCommands the most commands, and the most reads, accepted and not yet answered; beyond it they are not applied
 * @param maxPendingBytes the most bytes of commands accepted and not yet answered; beyond it they are not applied
 * @param requestTimeoutNanos after this long without an answer a command is unknown and a read not applied
 * @param snapshots when snapshots are taken, and how much of the log is kept behind them
 */
public record NodeSettings(
        long clusterId,
        long memberId,
        MemberSettings member,
        int segmentBytes,
        int maxCommandBytes,
        int maxPendingCommands,
        long maxPendingBytes,
        long requestTimeoutNanos,
        SnapshotSettings snapshots) {
    /** How many bytes may wait unless told otherwise. */
    public static final long USUAL_PENDING_BYTES = 64L << 20;

    /** Settings with the usual limit to the bytes that wait. */
    public NodeSettings(
            long clusterId,
            long memberId,
            MemberSettings member,
            int segmentBytes,
            int maxCommandBytes,
            int maxPendingCommands,
            long requestTimeoutNanos,
            SnapshotSettings snapshots) {
        this(
                clusterId, memberId, member, segmentBytes, maxCommandBytes, maxPendingCommands, USUAL_PENDING_BYTES, requestTimeoutNanos, snapshots);
    }

    /** Settings with the usual snapshots too. */
    public NodeSettings(
            long clusterId,
            long memberId,
            MemberSettings member,
            int segmentBytes,
            int maxCommandBytes,
            int maxPendingCommands,
            long requestTimeoutNanos) {
        this(clusterId, memberId, member, segmentBytes, maxCommandBytes, maxPendingCommands, requestTimeoutNanos, SnapshotSettings.DEFAULT);
    }

    /** The usual settings of a server. */
    public static NodeSettings of(long clusterId, long memberId) {
        return new NodeSettings(
                clusterId, memberId, MemberSettings.DEFAULT, 16 << 20, 1_536 << 10, 16_384, 5_000_000_000L);
    }
}
