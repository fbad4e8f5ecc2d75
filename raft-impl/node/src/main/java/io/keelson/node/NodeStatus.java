package io.keelson.node;

import io.keelson.core.Configuration;
import io.keelson.core.Role;
import java.util.List;

/**
 * What a node can say of itself, at one moment.
 *
 * @param memberId its member id
 * @param incarnation its data directory's incarnation
 * @param stopped whether it has stopped for good
 * @param storageHealthy false while a force has been under way for longer than an election timeout: the member neither leads nor campaigns
 * @param groups its groups, by ascending id
 * @param counters what it has done since it was opened
 */
public record NodeStatus(
        long memberId, long incarnation, boolean stopped, boolean storageHealthy, List<GroupStatus> groups, Counters counters) {
    /**
     * One group's member on this node.
     *
     * @param group the group's id
     * @param role the member's role
     * @param term its term
     * @param leader the term's leader, 0 if unknown
     * @param commitIndex the last index known to be committed
     * @param lastApplied the last index applied here
     * @param lastIndex the last index in the log
     * @param durableIndex up to here the log is durable here
     * @param baseIndex up to here a snapshot stands for the log, 0 if the log has its beginning
     * @param configuration the configuration in force here; whom it does not bind to an incarnation yet is not protected against a wiped disk
     * @param stranger whether the group has another data directory in mind when it speaks of this member: it does not count until it is let in again
     */
    public record GroupStatus(
            long group,
            Role role,
            long term,
            long leader,
            long commitIndex,
            long lastApplied,
            long lastIndex,
            long durableIndex,
            long baseIndex,
            Configuration configuration,
            boolean stranger) {}

    /**
     * Counts since the node was opened.
     *
     * @param framesIn frames received
     * @param framesOut frames sent
     * @param framesRejected frames that were malformed or not for this node
     * @param commandsDone commands answered with {@link Outcome.Done}
     * @param commandsNotApplied commands answered with {@link Outcome.NotApplied}
     * @param commandsUnknown commands answered with {@link Outcome.Unknown}
     * @param commandsRefused commands answered with {@link Outcome.Refused}
     * @param readsDone reads served
     * @param readsFailed reads not served
     * @param entriesApplied entries applied to state machines
     * @param leaderChanges times a member here saw a leader other than the one before
     * @param snapshotsTaken snapshots of state machines taken, durable
     * @param snapshotsInstalled snapshots received whole, durable
     * @param snapshotChunksSent chunks of snapshots sent
     * @param snapshotChunksReceived chunks of snapshots received
     * @param logCompactions times a log was dropped up to a snapshot taken here
     */
    public record Counters(
            long framesIn,
            long framesOut,
            long framesRejected,
            long commandsDone,
            long commandsNotApplied,
            long commandsUnknown,
            long commandsRefused,
            long readsDone,
            long readsFailed,
            long entriesApplied,
            long leaderChanges,
            long snapshotsTaken,
            long snapshotsInstalled,
            long snapshotChunksSent,
            long snapshotChunksReceived,
            long logCompactions) {}
}
