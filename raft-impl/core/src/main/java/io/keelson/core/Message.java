package io.keelson.core;

import java.util.List;

/**
 * What members of a group say to each other. The network may lose, duplicate, delay and reorder messages.
 *
 * <p>{@code term} is the sender's current term, except in {@link PreVote} and in a granted {@link PreVoteResponse}, where it is the
 * term the sender would campaign in.
 */
public sealed interface Message {
    /** The sender. */
    long from();

    /** The incarnation of the sender's data directory: whoever counts what it says asks whether that is the member it has in mind. */
    long fromIncarnation();

    /** The receiver. */
    long to();

    /** The incarnation of the directory that is meant: with another one the receiver takes no notice. {@link Configuration#UNBOUND} if whoever bears the id is meant. */
    default long toIncarnation() {
        return Configuration.UNBOUND;
    }

    /** See the type's description. */
    long term();

    /**
     * Asks whether the receiver would vote for the sender in {@code term} (thesis 9.6). Changes nobody's term.
     *
     * @param from the sender
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param term the term the sender would campaign in
     * @param lastLogIndex index of the sender's last entry
     * @param lastLogTerm term of the sender's last entry
     */
    record PreVote(long from, long fromIncarnation, long to, long term, long lastLogIndex, long lastLogTerm) implements Message {}

    /**
     * Answers a {@link PreVote}.
     *
     * @param from the sender
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param toIncarnation of the member that asked
     * @param term the campaign's term if granted, else the sender's current term
     * @param granted whether the sender would vote
     */
    record PreVoteResponse(long from, long fromIncarnation, long to, long toIncarnation, long term, boolean granted) implements Message {}

    /**
     * Asks for a vote (thesis 3.4).
     *
     * @param from the candidate
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param term the candidate's term
     * @param lastLogIndex index of the candidate's last entry
     * @param lastLogTerm term of the candidate's last entry
     * @param transfer whether the leader itself has asked the candidate to campaign (thesis 3.10), so that nobody ignores it for hearing that leader
     */
    record RequestVote(long from, long fromIncarnation, long to, long term, long lastLogIndex, long lastLogTerm, boolean transfer) implements Message {}

    /**
     * Answers a {@link RequestVote}.
     *
     * @param from the voter
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the candidate
     * @param toIncarnation of the candidate that asked: a vote is for one directory, and its successor must not count it
     * @param term the voter's term
     * @param granted whether the vote is given
     */
    record RequestVoteResponse(long from, long fromIncarnation, long to, long toIncarnation, long term, boolean granted) implements Message {}

    /**
     * Replicates entries, carries the commit index, and is the heartbeat when it has no entries (thesis 3.5).
     *
     * @param from the leader
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param toIncarnation of the receiver as the leader knows it, {@link Configuration#UNBOUND} if it does not or the receiver is a learner
     * @param term the leader's term
     * @param prevLogIndex index of the entry before {@code entries}
     * @param prevLogTerm its term
     * @param entries consecutive entries from {@code prevLogIndex + 1}; may be empty
     * @param leaderCommit the leader's commit index
     * @param readRound the latest read round the leader has opened in this term, echoed by the receiver (thesis 6.4)
     */
    record AppendEntries(
            long from,
            long fromIncarnation,
            long to,
            long toIncarnation,
            long term,
            long prevLogIndex,
            long prevLogTerm,
            List<Entry> entries,
            long leaderCommit,
            long readRound)
            implements Message {
        public AppendEntries {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Answers an {@link AppendEntries}.
     *
     * @param from the follower
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the leader
     * @param term the follower's term
     * @param success whether the logs matched at {@code prevLogIndex}
     * @param index if successful, the last index known to match and durable at the follower; else the {@code prevLogIndex} refused
     * @param hintIndex if refused, the last index at the follower that may match; else how much must be committed until the follower, which has lost entries, is whole; 0 if it is
     * @param hintTerm if refused, the term of {@code hintIndex}; else 0
     * @param readRound the read round of the request; 0 if the request's term is not the follower's, for rounds count anew in each term
     * @param lost whether the follower has lost entries to damage that it may have acknowledged before
     */
    record AppendEntriesResponse(
            long from, long fromIncarnation, long to, long term, boolean success, long index, long hintIndex, long hintTerm, long readRound, boolean lost)
            implements Message {}

    /**
     * Sends a chunk of the snapshot that stands for what the follower lacks and the leader no longer has (thesis chapter 5). The chunk's bytes are the host's to
     * add and to store; the protocol knows it by its number.
     *
     * @param from the leader
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param toIncarnation of the receiver as the leader knows it, {@link Configuration#UNBOUND} if it does not or the receiver is a learner
     * @param term the leader's term
     * @param base what the snapshot stands for
     * @param chunk the number of the chunk, from 1 to {@code base.chunks()}
     */
    record InstallSnapshot(long from, long fromIncarnation, long to, long toIncarnation, long term, LogBase base, int chunk) implements Message {}

    /**
     * Asks for the next chunk of a snapshot. That the snapshot is complete and durable is told by an {@link AppendEntriesResponse}.
     *
     * @param from the follower
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the leader
     * @param term the follower's term
     * @param index the snapshot's {@code base.index()}
     * @param next the chunk that the follower lacks; 0 if the sender of the snapshot is no leader any more
     */
    record InstallSnapshotResponse(long from, long fromIncarnation, long to, long term, long index, int next) implements Message {}

    /**
     * The leader hands over to the receiver, which is up to date and campaigns at once (thesis 3.10).
     *
     * @param from the leader
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the receiver
     * @param term the leader's term
     */
    record TimeoutNow(long from, long fromIncarnation, long to, long term) implements Message {}

    /**
     * Asks the leader for a read index on behalf of the sender's clients (thesis 6.4).
     *
     * @param from the follower
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the leader
     * @param term the follower's term
     * @param requestId the follower's own number for the request
     */
    record ReadIndexRequest(long from, long fromIncarnation, long to, long term, long requestId) implements Message {}

    /**
     * Answers a {@link ReadIndexRequest}, after a quorum confirmed that the sender was still leader when the request arrived.
     *
     * @param from the leader
     * @param fromIncarnation see {@link Message#fromIncarnation()}
     * @param to the follower
     * @param term the leader's term
     * @param requestId the number in the request
     * @param readIndex a state that includes this index may be read
     */
    record ReadIndexResponse(long from, long fromIncarnation, long to, long term, long requestId, long readIndex) implements Message {}
}
