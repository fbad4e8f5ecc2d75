package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a leader knows of a follower, and what an old message must not make it forget. */
class ProgressTest {
    @Test
    void anOldAcknowledgementTakesNothingBack() {
        Progress progress = replicating(5, 8);
        progress.acknowledged(3, 0);
        assertEquals(new MemberState.Progress(5, 8, ProgressState.REPLICATE, 0, 0, 0), progress.capture());
    }

    @Test
    void aRefusalOfWhatIsKnownToMatchIsOld() {
        Progress progress = replicating(5, 8);
        assertFalse(progress.refused(4, 2, 0));
        assertFalse(progress.refused(5, 2, 0));
        assertEquals(new MemberState.Progress(5, 8, ProgressState.REPLICATE, 0, 0, 0), progress.capture());
    }

    @Test
    void aRefusalAheadOfTheMatchBeginsToProbe() {
        Progress progress = replicating(5, 8);
        assertTrue(progress.refused(7, 6, 0));
        assertEquals(new MemberState.Progress(5, 6, ProgressState.PROBE, 0, 0, 0), progress.capture());
    }

    @Test
    void aProbeIsAnsweredOnce() {
        Progress progress = new Progress(new MemberState.Progress(0, 9, ProgressState.PROBE, 0, 0, 0));
        assertFalse(progress.refused(5, 1, 0), "this answers an earlier probe");
        assertTrue(progress.refused(8, 3, 0));
        assertEquals(new MemberState.Progress(0, 4, ProgressState.PROBE, 0, 0, 0), progress.capture());
    }

    @Test
    void aHintNeverLeadsBelowTheMatch() {
        Progress progress = new Progress(new MemberState.Progress(5, 9, ProgressState.PROBE, 0, 0, 0));
        assertTrue(progress.refused(8, 2, 0));
        assertEquals(6, progress.nextIndex());
    }

    @Test
    void theFirstMatchEndsTheProbing() {
        Progress progress = new Progress(new MemberState.Progress(0, 9, ProgressState.PROBE, 0, 0, 0));
        progress.acknowledged(8, 0);
        assertEquals(new MemberState.Progress(8, 9, ProgressState.REPLICATE, 0, 0, 0), progress.capture());
    }

    @Test
    void whatIsSentWhileProbingIsNotCountedUpon() {
        Progress progress = new Progress(new MemberState.Progress(0, 9, ProgressState.PROBE, 0, 0, 0));
        progress.sent(12);
        assertEquals(9, progress.nextIndex());
    }

    @Test
    void aRefusalAtTheBaseMeansThatTheSnapshotIsNeeded() {
        Progress progress = new Progress(new MemberState.Progress(0, 8, ProgressState.PROBE, 0, 3, 0));
        assertTrue(progress.refused(7, 2, 7));
        assertEquals(new MemberState.Progress(0, 8, ProgressState.SNAPSHOT, 1, 3, 0), progress.capture());
    }

    @Test
    void aReplicatingMemberIsLookedForAgainFromTheBaseAtLeast() {
        Progress progress = replicating(5, 12);
        assertTrue(progress.refused(11, 9, 7));
        assertEquals(new MemberState.Progress(5, 8, ProgressState.PROBE, 0, 0, 0), progress.capture());
    }

    @Test
    void anAcknowledgementBelowTheBaseDoesNotEndTheSnapshot() {
        Progress progress = new Progress(new MemberState.Progress(0, 8, ProgressState.SNAPSHOT, 2, 0, 0));
        progress.acknowledged(6, 7);
        assertEquals(new MemberState.Progress(6, 8, ProgressState.SNAPSHOT, 2, 0, 0), progress.capture());
        progress.acknowledged(7, 7);
        assertEquals(new MemberState.Progress(7, 8, ProgressState.REPLICATE, 0, 0, 0), progress.capture());
    }

    @Test
    void anOldRoundTakesNothingBack() {
        Progress progress = replicating(5, 8);
        progress.confirm(3);
        progress.confirm(2);
        assertEquals(3, progress.confirmedRound());
    }

    private static Progress replicating(long matchIndex, long nextIndex) {
        return new Progress(new MemberState.Progress(matchIndex, nextIndex, ProgressState.REPLICATE, 0, 0, 0));
    }
}
