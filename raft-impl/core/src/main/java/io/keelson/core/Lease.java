package io.keelson.core;

import java.util.ArrayDeque;

/**
 * Until when a leader may read without asking (thesis 6.4.1). Counts from when a round that a quorum has echoed was <em>sent</em>, by the leader's own clock: whoever
 * echoed it heard it later, and waits for the least election timeout from then on before it helps to elect another.
 */
final class Lease {
    private record Sent(long round, long at) {}

    private final long duration;
    /** The newest round confirmed, and those sent after it; oldest first. */
    private final ArrayDeque<Sent> rounds = new ArrayDeque<>();

    Lease(MemberSettings settings) {
        this.duration = settings.leases() ? settings.leaseNanos() : 0;
    }

    /** Another role or term: rounds count anew. */
    void end() {
        rounds.clear();
    }

    /** A round was opened. Rounds so old that they can't bring a lease any more are forgotten, for nobody may ever ask; but the last one is known to have been sent. */
    void sent(long round, long now) {
        while (rounds.size() > 1 && now - rounds.peekFirst().at >= duration) {
            rounds.removeFirst();
        }
        if (duration > 0 && (rounds.isEmpty() || rounds.peekLast().round < round)) {
            rounds.addLast(new Sent(round, now));
        }
    }

    /** Says whether the lease that the newest confirmed round has brought is still valid. */
    boolean isValid(long confirmedRound, long now) {
        while (rounds.size() > 1 && second().round <= confirmedRound) {
            rounds.removeFirst();
        }
        Sent newest = rounds.peekFirst();
        return newest != null && newest.round <= confirmedRound && now - newest.at < duration;
    }

    /** How many rounds are remembered. */
    int remembered() {
        return rounds.size();
    }

    private Sent second() {
        var all = rounds.iterator();
        all.next();
        return all.next();
    }
}
