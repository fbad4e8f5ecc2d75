package io.keelson.node;

import io.keelson.node.wire.Frame.Rest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Another node with which groups rest: what each of the two has told the other. */
final class RestingPeer {
    private static final int LIVES_REMEMBERED = 16;
    private static final int BEATS_REMEMBERED = 8;
    private static final long NEVER = GroupSchedule.NEVER;

    final long member;
    /** Groups that this node leads, and of which the other shall believe that their leader is alive as long as this node is. */
    final RestingSet vouched = new RestingSet();
    /** Groups that the other leads and vouches for. */
    final RestingSet trusted = new RestingSet();
    /** What it can't let rest that we have vouched for. */
    List<Long> refused = new ArrayList<>();
    /** What it trusts us for, as far as it has said. */
    private long theyTrust;
    /** When it was last heard at all, and when it last vouched for just what we trust it for. */
    long aliveAt;
    long vouchedAt;
    long beatAt = NEVER;
    private long sentAt = Long.MIN_VALUE;
    private long life;
    private long number;
    private boolean answerWanted;
    private final TreeSet<Long> formerLives = new TreeSet<>();

    /** What is vouched for, and not known to be trusted in: by ascending time. Some of it may have been woken since. */
    private final ArrayDeque<Offer> offers = new ArrayDeque<>();
    /** What the latest beats vouched for: the answer to one may come when more has been added. */
    private final ArrayDeque<Told> told = new ArrayDeque<>();

    private record Offer(Rest rest, long since) {}

    private record Told(long digest, long at) {}

    RestingPeer(long member) {
        this.member = member;
    }

    /** A group that this node leads rests. */
    void vouch(Rest rest, long now) {
        if (vouched.isEmpty()) {
            aliveAt = now;
        }
        vouched.add(rest);
        offers.add(new Offer(rest, now));
    }

    /** The other says what it trusts us for. */
    void heard(long trusts, long now) {
        if (trusts == vouched.digest()) {
            offers.clear();
        }
        for (Told beat : told) {
            while (beat.digest == trusts && !offers.isEmpty() && offers.peek().since < beat.at) {
                offers.remove();
            }
        }
        if (trusts == 0 && theyTrust != 0) {
            vouched.all().forEach(rest -> offers.add(new Offer(rest, now)));
        }
        theyTrust = trusts;
    }

    /** Says whether the other trusts us for just what we vouch for, as far as it has said. */
    boolean isAgreed() {
        return theyTrust == vouched.digest();
    }

    /** Takes the groups that have been vouched for since so long without a word that the other trusts in it. */
    List<Rest> takeUnanswered(long now, long patience) {
        List<Rest> unanswered = new ArrayList<>();
        while (!offers.isEmpty() && now - offers.peek().since >= patience) {
            Rest rest = offers.remove().rest;
            if (vouched.contains(rest)) {
                unanswered.add(rest);
            }
        }
        return unanswered;
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
        told.add(new Told(vouched.digest(), now));
        if (told.size() > BEATS_REMEMBERED) {
            told.remove();
        }
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
        if (!offers.isEmpty()) {
            silent = Math.min(silent, offers.peek().since + patience);
        }
        if (!trusted.isEmpty()) {
            silent = Math.min(silent, vouchedAt + patience);
        }
        return Math.min(silent, beatAt);
    }
}
