package io.keelson.core;

/** What a leader knows of one other member, and the rules by which that changes (thesis 3.5, 10.2.1). See {@link ProgressState}. */
final class Progress {
    private long matchIndex;
    private long nextIndex;
    private ProgressState state = ProgressState.PROBE;
    private int chunk;
    private long confirmedRound;
    private long incarnation;
    /** What {@link #capture} returned last: of the members that a leader knows most are as they were. */
    private MemberState.Progress captured;

    /** A member of which nothing is known yet, but perhaps to which incarnation it is bound. Spec: {@code FreshProgress}. */
    Progress(long nextIndex, long incarnation) {
        this.nextIndex = nextIndex;
        this.incarnation = incarnation;
    }

    Progress(MemberState.Progress captured) {
        matchIndex = captured.matchIndex();
        nextIndex = captured.nextIndex();
        state = captured.state();
        chunk = captured.chunk();
        confirmedRound = captured.confirmedRound();
        incarnation = captured.incarnation();
    }

    MemberState.Progress capture() {
        if (captured == null || !isAs(captured)) {
            captured = new MemberState.Progress(matchIndex, nextIndex, state, chunk, confirmedRound, incarnation);
        }
        return captured;
    }

    private boolean isAs(MemberState.Progress other) {
        return matchIndex == other.matchIndex()
                && nextIndex == other.nextIndex()
                && state == other.state()
                && chunk == other.chunk()
                && confirmedRound == other.confirmedRound()
                && incarnation == other.incarnation();
    }

    long matchIndex() {
        return matchIndex;
    }

    long nextIndex() {
        return nextIndex;
    }

    ProgressState state() {
        return state;
    }

    boolean isReplicating() {
        return state == ProgressState.REPLICATE;
    }

    /** The chunk sent last, while a snapshot is sent. */
    int chunk() {
        return chunk;
    }

    long confirmedRound() {
        return confirmedRound;
    }

    /** The directory that all this is known of, {@link Configuration#UNBOUND} if of none yet. */
    long incarnation() {
        return incarnation;
    }

    /** Says whether all this may be of the directory that answers. */
    boolean mayBeOf(long answering) {
        return incarnation == Configuration.UNBOUND || incarnation == answering;
    }

    /** A directory of the member has answered; if it is another than before, nothing is known of it yet. Spec: {@code KnownOf}. */
    void heard(long answering) {
        if (!mayBeOf(answering)) {
            matchIndex = 0;
            state = ProgressState.PROBE;
            chunk = 0;
            confirmedRound = 0;
        }
        incarnation = answering;
    }

    /** The member has echoed a read round. */
    void confirm(long round) {
        confirmedRound = Math.max(confirmedRound, round);
    }

    /** How many entries are out and not acknowledged. */
    long inflightEntries() {
        return nextIndex - 1 - matchIndex;
    }

    /** Entries up to this index are on their way. While probing they are not counted upon. */
    void sent(long lastIndex) {
        if (isReplicating()) {
            nextIndex = Math.max(nextIndex, lastIndex + 1);
        }
    }

    /**
     * The member's log is durable and equal to ours up to this index. What is below our base tells nothing of where to go on. Spec: {@code Acknowledged}.
     */
    void acknowledged(long index, long baseIndex) {
        matchIndex = Math.max(matchIndex, index);
        if (matchIndex >= baseIndex) {
            nextIndex = isReplicating() ? Math.max(nextIndex, matchIndex + 1) : matchIndex + 1;
            state = ProgressState.REPLICATE;
            chunk = 0;
        }
    }

    /**
     * The member's log does not match ours at {@code refusedIndex}. Spec: {@code IsNews}, {@code SteppedBack}.
     *
     * @param mayMatch our last index that may match according to the member's hint
     * @return false if the refusal is an old one that says nothing new
     */
    boolean refused(long refusedIndex, long mayMatch, long baseIndex) {
        if (isReplicating() ? refusedIndex <= matchIndex : refusedIndex != nextIndex - 1) {
            return false;
        }
        if (refusedIndex <= baseIndex) {
            needsSnapshot(baseIndex);
        } else {
            nextIndex = Math.max(matchIndex, isReplicating() ? baseIndex : mayMatch) + 1;
            state = ProgressState.PROBE;
        }
        return true;
    }

    /** The member has lost entries that it had acknowledged. Spec: {@code LostTheirs}. */
    void lostTheirs(long hintIndex, long mayMatch) {
        matchIndex = Math.min(matchIndex, hintIndex);
        nextIndex = mayMatch + 1;
        state = ProgressState.PROBE;
        chunk = 0;
    }

    /** What the member needs is gone here. Spec: {@code NeedsSnapshot}. */
    void needsSnapshot(long baseIndex) {
        nextIndex = baseIndex + 1;
        state = ProgressState.SNAPSHOT;
        chunk = 1;
    }

    /** The member asks for this chunk. */
    void wantsChunk(int next) {
        chunk = next;
    }
}
