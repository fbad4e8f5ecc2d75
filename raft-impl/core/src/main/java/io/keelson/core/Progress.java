package io.keelson.core;

/**
 * What a leader knows of one other member, and the rules by which that changes (thesis 3.5, 10.2.1).
 *
 * <p><em>Probing</em>, the leader looks for the last index at which the logs agree, with AppendEntries that carry nothing.
 * <em>Replicating</em>, it sends entries ahead of acknowledgements.
 */
final class Progress {
    private long matchIndex;
    private long nextIndex;
    private boolean replicating;
    private long confirmedRound;

    /** A member of which nothing is known yet. */
    Progress(long nextIndex) {
        this.nextIndex = nextIndex;
    }

    Progress(MemberState.Progress captured) {
        matchIndex = captured.matchIndex();
        nextIndex = captured.nextIndex();
        replicating = captured.replicating();
        confirmedRound = captured.confirmedRound();
    }

    MemberState.Progress capture() {
        return new MemberState.Progress(matchIndex, nextIndex, replicating, confirmedRound);
    }

    long matchIndex() {
        return matchIndex;
    }

    long nextIndex() {
        return nextIndex;
    }

    boolean replicating() {
        return replicating;
    }

    long confirmedRound() {
        return confirmedRound;
    }

    /** The member has echoed a read round. */
    void confirm(long round) {
        confirmedRound = Math.max(confirmedRound, round);
    }

    /** Says whether so many unacknowledged entries are out that the member must be given time. */
    boolean windowFull(int maxInflightEntries) {
        return nextIndex - 1 - matchIndex >= maxInflightEntries;
    }

    /** Entries up to this index are on their way. While probing they are not counted upon. */
    void sent(long lastIndex) {
        if (replicating) {
            nextIndex = Math.max(nextIndex, lastIndex + 1);
        }
    }

    /** The member's log is durable and equal to ours up to this index. */
    void acknowledged(long index) {
        matchIndex = Math.max(matchIndex, index);
        nextIndex = replicating ? Math.max(nextIndex, matchIndex + 1) : matchIndex + 1;
        replicating = true;
    }

    /**
     * The member's log does not match ours at {@code refusedIndex}.
     *
     * @param mayMatch our last index that may match according to the member's hint
     * @return false if the refusal is an old one that says nothing new
     */
    boolean refused(long refusedIndex, long mayMatch) {
        if (replicating ? refusedIndex <= matchIndex : refusedIndex != nextIndex - 1) {
            return false;
        }
        nextIndex = replicating ? matchIndex + 1 : Math.max(matchIndex + 1, mayMatch + 1);
        replicating = false;
        return true;
    }
}
