package io.keelson.core;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
 * @param durableIndex up to here what follows the base is durable
 * @param healthy whether the disk answers in time
 * @param receiving the snapshot being received, {@link Receiving#NOTHING} if none
 * @param pendingWrites writes on their way to the disk, oldest first
 * @param votes who granted the vote or pre-vote of a running campaign
 * @param progress what a leader knows of each other member
 * @param heardFrom whom a leader heard since the last quorum check
 * @param readRound the latest read round of a leader
 * @param reads reads that wait at a leader, oldest first
 * @param transferee to whom a leader hands over, {@link Configuration#NOBODY} if to none
 * @param leaseGivenUp whether a leader has asked another to campaign in this term: its lease is over for good
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
        boolean healthy,
        Receiving receiving,
        List<PendingWrite> pendingWrites,
        SortedSet<Long> votes,
        SortedMap<Long, Progress> progress,
        SortedSet<Long> heardFrom,
        long readRound,
        List<PendingRead> reads,
        long transferee,
        boolean leaseGivenUp) {

    /**
     * A member that has just started and knows what its disk holds, and nothing else. Spec: {@code Restart}.
     *
     * @param identity which member of which group
     * @param recovered what the disk holds
     * @return the state, never null
     */
    public static MemberState restarted(MemberIdentity identity, Recovered recovered) {
        LogBase base = recovered.base();
        return new MemberState(
                identity,
                Role.FOLLOWER,
                recovered.hardState(),
                Configuration.NOBODY,
                base,
                recovered.entries(),
                base.index(),
                base.index() + recovered.entries().size(),
                true,
                Receiving.NOTHING,
                List.of(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                0,
                List.of(),
                Configuration.NOBODY,
                false);
    }

    /** The index of the last entry, durable or not. Spec: {@code LastIndex}. */
    public long lastIndex() {
        return base.index() + entries.size();
    }

    /**
     * The configuration that was in force at an index: the last one in the log up to there, or the base's. Spec: {@code ConfigurationUpTo}.
     *
     * @param index at or after the base; beyond the log's end it is the one in force now
     * @return the configuration, never null
     */
    public Configuration configurationUpTo(long index) {
        Configuration latest = base.configuration();
        for (Entry entry : entries) {
            latest = entry.index() <= index && entry.payload() instanceof Configuration found ? found : latest;
        }
        return latest;
    }

    /**
     * The same state with other writes on their way.
     *
     * @param writes oldest first
     * @return the state, never null
     */
    public MemberState withPendingWrites(List<PendingWrite> writes) {
        return new MemberState(
                identity, role, hardState, leader, base, entries, commitIndex, durableIndex, healthy, receiving, writes, votes, progress, heardFrom, readRound,
                reads, transferee, leaseGivenUp);
    }

    /**
     * How much of a snapshot has come.
     *
     * @param index the snapshot's last index
     * @param term its term
     * @param next the next chunk, from 2
     */
    public record Receiving(long index, long term, int next) {
        /** No snapshot is being received. */
        public static final Receiving NOTHING = new Receiving(0, 0, 0);
    }

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
     * @param state what the leader does about the member's log
     * @param chunk in state {@code SNAPSHOT} the chunk sent last, else 0
     * @param confirmedRound the latest read round the member has echoed
     * @param incarnation the directory that all this is known of: the one the member is bound to, or else the first that has answered; {@link Configuration#UNBOUND} before
     */
    public record Progress(long matchIndex, long nextIndex, ProgressState state, int chunk, long confirmedRound, long incarnation) {}

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
