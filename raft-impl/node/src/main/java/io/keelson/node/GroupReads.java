package io.keelson.node;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The reads of one group on one node. What a batch gathers shares one ReadIndex; a request for a read index that gets lost is made
 * anew, which is harmless: it only makes the read later.
 */
final class GroupReads {
    private record Asked(long at, List<PendingRead<?>> reads) {}

    private final long retryNanos;
    private List<PendingRead<?>> gathered = new ArrayList<>();
    private final TreeMap<Long, Asked> asked = new TreeMap<>();
    private final TreeMap<Long, List<PendingRead<?>>> waitingForApply = new TreeMap<>();
    private long lastRequestId;
    private long retryAt = Long.MAX_VALUE;
    /** When the read index was asked for that {@link #toldIndex} answers, of all that were told the one asked for last. */
    private long toldAskedAt = Long.MIN_VALUE;
    private long toldIndex;

    /**
     * Begins with no reads.
     *
     * @param retryNanos how long to wait after a refusal
     * @param firstNumber where the numbers of requests begin: no other process of this member may have used those that follow
     */
    GroupReads(long retryNanos, long firstNumber) {
        this.retryNanos = retryNanos;
        this.lastRequestId = firstNumber;
    }

    void gather(PendingRead<?> read) {
        gathered.add(read);
    }

    /** The read needs no more than this much of the log. */
    void await(long index, PendingRead<?> read) {
        read.waitsFor(index);
        waitingForApply.computeIfAbsent(index, none -> new ArrayList<>()).add(read);
    }

    /** The same for reads that nobody else holds: where no others wait for this much, their list is taken as it is. */
    private void awaitAll(long index, List<PendingRead<?>> reads) {
        reads.forEach(read -> read.waitsFor(index));
        List<PendingRead<?>> others = waitingForApply.putIfAbsent(index, reads);
        if (others != null) {
            others.addAll(reads);
        }
    }

    /** Waits for a read index that was asked for since this moment, or, if none was told, for one that is asked for now. */
    void awaitAskedSince(long moment, PendingRead<?> read) {
        if (toldAskedAt > moment) {
            await(toldIndex, read);
        } else {
            gather(read);
        }
    }

    /** Begins to ask for a read index for what has gathered, and returns the request's number; 0 if there is nothing to ask now. */
    long ask(long now) {
        if (gathered.isEmpty()) {
            return 0;
        }
        gathered.removeIf(Request::answered);
        if (!canAsk(now)) {
            return 0;
        }
        retryAt = Long.MAX_VALUE;
        lastRequestId++;
        asked.put(lastRequestId, new Asked(now, gathered));
        gathered = new ArrayList<>();
        return lastRequestId;
    }

    boolean canAsk(long now) {
        return !gathered.isEmpty() && (retryAt == Long.MAX_VALUE || now >= retryAt);
    }

    /** The reads may be served from a state that includes this index. */
    void ready(long requestId, long readIndex) {
        Asked answered = asked.remove(requestId);
        if (answered != null) {
            awaitAll(readIndex, answered.reads);
            if (answered.at > toldAskedAt) {
                toldAskedAt = answered.at;
                toldIndex = readIndex;
            }
        }
    }

    /** There is no leader to ask now: the reads are asked again a little later. */
    void refused(long requestId, long now) {
        Asked answered = asked.remove(requestId);
        if (answered != null) {
            gathered.addAll(answered.reads);
            retryAt = Math.min(retryAt, now + retryNanos);
        }
    }

    /** Takes back what has been asked so long ago that the answer must be lost. */
    void retryLost(long now, long lostAfterNanos) {
        while (!asked.isEmpty() && now - asked.firstEntry().getValue().at >= lostAfterNanos) {
            gathered.addAll(asked.pollFirstEntry().getValue().reads);
        }
    }

    /** Serves what the state machine has caught up with; what the answers bring is for the next time. */
    void serve(StateMachine machine, long lastApplied) {
        if (!hasDue(lastApplied)) {
            return;
        }
        List<PendingRead<?>> due = waitingForApply.pollFirstEntry().getValue();
        while (hasDue(lastApplied)) {
            due.addAll(waitingForApply.pollFirstEntry().getValue());
        }
        for (PendingRead<?> read : due) {
            read.serve(machine, lastApplied);
        }
    }

    /** Says whether {@link #serve} would serve anything. */
    boolean hasDue(long lastApplied) {
        return !waitingForApply.isEmpty() && waitingForApply.firstKey() <= lastApplied;
    }

    /** Says whether nobody waits. */
    boolean isIdle() {
        return gathered.isEmpty() && asked.isEmpty() && waitingForApply.isEmpty();
    }

    /** When {@link #ask} or {@link #retryLost} has something to do next. */
    long nextWake(long lostAfterNanos) {
        long lost = asked.isEmpty() ? Long.MAX_VALUE : asked.firstEntry().getValue().at + lostAfterNanos;
        return Math.min(lost, gathered.isEmpty() ? Long.MAX_VALUE : retryAt);
    }

    /** Everything that still waits, in whatever state. */
    List<PendingRead<?>> drain() {
        List<PendingRead<?>> all = new ArrayList<>(gathered);
        asked.values().forEach(waiting -> all.addAll(waiting.reads));
        waitingForApply.values().forEach(all::addAll);
        gathered.clear();
        asked.clear();
        waitingForApply.clear();
        return all;
    }
}
