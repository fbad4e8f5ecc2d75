package io.keelson.core;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Everything a member knows, at one moment: the record {@code n} of the spec, field by field. What a role does not use is empty or zero.
 *
 * <p>The explorer, the conformance check, the status page and the simulator's invariants read this. Immutable.
 *
 * @param identity which member of which group
 * @param role its role
 * @param hardState the current term and vote, perhaps not durable yet
 * @param leader the leader of the term, {@link Configuration#NOBODY} if unknown
 * @param base where the log begins
 * @param entries the log after the base, perhaps not all durable yet
 * @param commitIndex the last index known to be committed
 * @param durableIndex up to here the log is durable
 * @param pendingWrites writes on their way to the disk, oldest first
 * @param votes who granted the vote or pre-vote of a running campaign
 * @param progress what a leader knows of each other member
 * @param heardFrom whom a leader heard since the last quorum check
 * @param readRound the latest read round of a leader
 * @param reads reads that wait at a leader, oldest first
 */
public record MemberState(
        MemberIdentity identity,
        Role role,
        HardState hardState,
        long leader,
        LogBase base,
        List<Entry> entries,
        long commitIndex,
        long durableIndex,
        List<PendingWrite> pendingWrites,
        SortedSet<Long> votes,
        SortedMap<Long, Progress> progress,
        SortedSet<Long> heardFrom,
        long readRound,
        List<PendingRead> reads) {

    /**
     * A write that is not known to be durable, and the messages that may leave only when it is. Both die in a crash.
     *
     * @param write the write
     * @param sendAfterPersist the messages, in order
     */
    public record PendingWrite(LogWrite write, List<Message> sendAfterPersist) {}

    /**
     * What a leader knows of another member (thesis 3.5).
     *
     * @param matchIndex the last index known to be durable there and equal to ours
     * @param nextIndex the next index to send
     * @param replicating true while entries are sent ahead of acknowledgements; false while the leader looks for the point where the logs match
     * @param confirmedRound the latest read round the member has echoed
     */
    public record Progress(long matchIndex, long nextIndex, boolean replicating, long confirmedRound) {}

    /**
     * A read that waits at a leader (thesis 6.4).
     *
     * @param requester the member whose client asks
     * @param requestId the requester's number
     * @param index the read index; 0 while the leader has committed nothing in its term
     * @param round the round that must be confirmed by a quorum; 0 while {@code index} is
     */
    public record PendingRead(long requester, long requestId, long index, long round) {}
}
