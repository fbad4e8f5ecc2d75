package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a lease lasts: from when a confirmed round was sent, by the leader's own clock. */
class LeaseTimeTest {
    private static final long ELECTION = 1_000_000;
    private static final long BEAT = 100_000;

    private final RaftMember member = new RaftMember(new MemberIdentity(1, 1, 1), settings(0), Recovered.nothing(Configuration.of(1, 2, 3)));
    private long now;
    private long term;
    private long electedAt;
    private long requests;

    static MemberSettings settings(int drift) {
        return new MemberSettings(ELECTION, BEAT, 4, 1 << 20, 64, 1 << 20, 0, true, true, drift);
    }

    private Effects at(long time, Event event) {
        now = time;
        Effects ticked = member.step(new Event.Tick(time, 0));
        persist(ticked);
        Effects effects = member.step(event);
        persist(effects);
        return effects;
    }

    private void persist(Effects effects) {
        if (effects.write() != null) {
            member.step(new Event.Persisted(effects.write().ticket()));
        }
    }

    /** The read round that the leader has opened last. */
    private long round() {
        return member.capture().readRound();
    }

    private void answer(long time, long round) {
        at(time, new Event.Receive(new Message.AppendEntriesResponse(2, 1, 1, term, true, member.lastIndex(), 0, 0, round, false)));
    }

    /** Says whether a read is answered at once. One that is not opens a round. */
    private boolean readsByLease(long time) {
        requests++;
        return at(time, new Event.ReadIndex(requests)).readsReady().equals(List.of(new Effects.ReadReady(requests, member.commitIndex())));
    }

    @BeforeEach
    void isElectedAndCommits() {
        member.step(new Event.Tick(0, 0));
        isElected();
        answer(ELECTION + 10, 0);
        assertEquals(1, member.commitIndex());
    }

    private void isElected() {
        member.step(new Event.Tick(now, 0));
        now = member.nextTick();
        member.step(new Event.Tick(now, 0));
        term = member.term() + 1;
        at(now, new Event.Receive(new Message.PreVoteResponse(2, 1, 1, 1, term, true)));
        at(now, new Event.Receive(new Message.RequestVoteResponse(2, 1, 1, 1, term, true)));
        assertEquals(Role.LEADER, member.role());
        electedAt = now;
        member.step(new Event.Tick(electedAt, 0));
    }

    /** Heartbeats as they are due, up to a time, none of them answered. */
    private void beatUntil(long time) {
        while (member.nextTick() <= time) {
            now = Math.max(now, member.nextTick());
            member.step(new Event.Tick(now, 0));
        }
    }

    @Test
    void theEntryThatOpensTheTermBringsTheFirstLease() {
        assertTrue(readsByLease(electedAt + ELECTION - 1));
        assertFalse(readsByLease(electedAt + ELECTION));
    }

    @Test
    void aLeaseBeginsWhenItsRoundWasSentNotWhenItWasAnswered() {
        beatUntil(electedAt + BEAT);
        long sentAt = now;
        answer(sentAt + 5 * BEAT, 1);
        assertTrue(readsByLease(sentAt + ELECTION - 1));
        assertFalse(readsByLease(sentAt + ELECTION));
    }

    @Test
    void eachConfirmedRoundProlongsIt() {
        for (int k = 1; k <= 30; k++) {
            beatUntil(electedAt + k * BEAT);
            answer(now + 1, round());
        }
        assertTrue(readsByLease(electedAt + 30 * BEAT + ELECTION - 1));
        assertFalse(readsByLease(electedAt + 30 * BEAT + ELECTION));
    }

    @Test
    void aRoundThatNobodyAnswersProlongsNothing() {
        beatUntil(electedAt + 9 * BEAT);
        assertTrue(round() >= 8);
        assertFalse(readsByLease(electedAt + ELECTION));
    }

    @Test
    void anAnswerToAnEarlierRoundBringsThatRoundsLease() {
        beatUntil(electedAt + 6 * BEAT);
        answer(now, 3);
        assertTrue(readsByLease(electedAt + 3 * BEAT + ELECTION - 1));
        assertFalse(readsByLease(electedAt + 3 * BEAT + ELECTION));
    }

    @Test
    void theDriftOfClocksMakesItShorter() {
        assertEquals(ELECTION / 1100 * 900, settings(100).leaseNanos());
        Lease lease = new Lease(settings(100));
        lease.sent(1, 50);
        assertTrue(lease.isValid(1, 50 + ELECTION / 1100 * 900 - 1));
        assertFalse(lease.isValid(1, 50 + ELECTION / 1100 * 900));
    }

    @Test
    void anotherTermBeginsWithoutALease() {
        at(now + 1, new Event.Receive(new Message.AppendEntries(2, 1, 1, 0, term + 1, 0, 0, List.of(), 0, 0)));
        assertEquals(Role.FOLLOWER, member.role());
        assertFalse(readsByLease(now + 1));
    }

    @Test
    void inALaterTermRoundsAndLeasesCountAnew() {
        beatUntil(electedAt + 9 * BEAT);
        at(now + 1, new Event.Receive(new Message.AppendEntries(2, 1, 1, 0, term + 1, 1, 1, List.of(), 1, 0)));
        isElected();
        answer(now + 10, 0);
        assertTrue(readsByLease(electedAt + BEAT / 2));
    }

    @Test
    void theNewestConfirmedRoundCounts() {
        Lease lease = new Lease(settings(0));
        lease.sent(1, 0);
        lease.sent(2, ELECTION / 2);
        assertTrue(lease.isValid(2, ELECTION));
        assertFalse(lease.isValid(1, ELECTION));
    }

    @Test
    void withoutLeasesThereIsNone() {
        Lease off = new Lease(MemberSettings.DEFAULT);
        off.sent(1, 0);
        assertFalse(off.isValid(1, 1));
    }

    @Test
    void aRoundIsNoYoungerForBeingMentionedAgain() {
        Lease lease = new Lease(settings(0));
        lease.sent(1, 0);
        lease.sent(1, ELECTION / 2);
        lease.sent(1, 2 * ELECTION);
        assertFalse(lease.isValid(1, ELECTION));
        assertFalse(lease.isValid(1, 2 * ELECTION));
    }

    @Test
    void aLeaderThatNobodyReadsFromRemembersNoMoreRoundsThanALeaseLasts() {
        Lease lease = new Lease(settings(0));
        for (long round = 1; round <= 1000; round++) {
            lease.sent(round, round * BEAT);
        }
        assertTrue(lease.remembered() <= ELECTION / BEAT, lease.remembered() + " rounds");
        assertTrue(lease.isValid(995, 1000 * BEAT));
    }

    @Test
    void aVoterThatHasRestartedWaitsAsIfItHadJustHeardTheLeader() {
        RaftMember voter = new RaftMember(new MemberIdentity(1, 2, 1), settings(0), Recovered.nothing(Configuration.of(1, 2, 3)));
        Event request = new Event.Receive(new Message.RequestVote(3, 1, 2, 1, 0, 0, false));
        voter.step(request);
        voter.step(new Event.Tick(5000, 0));
        voter.step(new Event.Tick(5000 + ELECTION - 1, 999));
        voter.step(request);
        assertEquals(0, voter.term());
        voter.step(new Event.Tick(5000 + ELECTION, 999));
        voter.step(request);
        assertEquals(1, voter.term());
    }
}
