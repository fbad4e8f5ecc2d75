package io.keelson.node;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Another node with which groups rest: what each of the two has told the other. */
final class RestingPeer {
    private static final int LIVES_REMEMBERED = 16;
    private static final long NEVER = GroupSchedule.NEVER;

    final long member;
    /** Groups that this node leads, and of which the other shall believe that their leader is alive as long as this node is. */
    final RestingSet vouched = new RestingSet();
    /** Groups that the other leads and vouches for. */
    final RestingSet trusted = new RestingSet();
    /** What it can't let rest that we have vouched for. */
    List<Long> refused = new ArrayList<>();
    /** What it trusts us for, as far as it has said. */
    long theyTrust;
    /** When it was last heard at all, and when it last vouched for just what we trust it for. */
    long aliveAt;
    long vouchedAt;
    long beatAt = NEVER;
    private long sentAt = Long.MIN_VALUE;
    private long life;
    private long number;
    private boolean answerWanted;
    private final TreeSet<Long> formerLives = new TreeSet<>();

    RestingPeer(long member) {
        this.member = member;
    }

    /** Says whether the two have groups that rest, or something to say about it. */
    boolean isRelated() {
        return !vouched.isEmpty() || !trusted.isEmpty() || answerWanted;
    }

    /** Says whether a beat is the next one of the process that lives there now: the network may bring old ones. */
    boolean isNews(long beatLife, long beatNumber) {
        if (beatLife != life) {
            if (formerLives.contains(beatLife)) {
                return false;
            }
            formerLives.add(life);
            if (formerLives.size() > LIVES_REMEMBERED) {
                formerLives.pollFirst();
            }
            life = beatLife;
            number = 0;
            theyTrust = 0;
        }
        boolean news = beatNumber > number;
        number = Math.max(number, beatNumber);
        return news;
    }

    /** There is something to say: with the next beat, or at once if the last was long enough ago. */
    void sayMore(long now, long interval) {
        answerWanted = true;
        plan(now, interval);
    }

    /** The two begin to have something in common. */
    void plan(long now, long interval) {
        long soonest = sentAt == Long.MIN_VALUE ? now : Math.max(now, sentAt + interval);
        beatAt = Math.min(beatAt, soonest);
    }

    void sent(long now, long interval) {
        sentAt = now;
        answerWanted = false;
        refused = new ArrayList<>();
        beatAt = isRelated() ? now + interval : NEVER;
    }

    /** When a beat is due, or the other has been silent for too long. */
    long nextWake(long patience) {
        long silent = NEVER;
        if (!vouched.isEmpty()) {
            silent = aliveAt + patience;
        }
        if (!trusted.isEmpty()) {
            silent = Math.min(silent, vouchedAt + patience);
        }
        return Math.min(silent, beatAt);
    }
}
