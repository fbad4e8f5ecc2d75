package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage takes durable entries from a member: what it must not do until it has them again, and how it gets them. */
class RepairTest {
    private final Cluster cluster = Cluster.of(1, 2, 3);

    /** Members 1 and 2 have committed three commands that member 3 has never seen; then member 2 loses the last two of them. */
    private void memberTwoLosesWhatItVouchedFor() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a", "b", "c");
        cluster.settleUnder(1, 1, 2);
        assertEquals(4, cluster.state(2).commitIndex());
        cluster.damage(2, 3);
        assertEquals(new HardState(1, 1, 4), cluster.state(2).hardState());
        assertEquals(2, cluster.lastIndex(2));
    }

    private boolean isLost(long id) {
        return cluster.state(id).hardState().lostIndex() > 0;
    }

    @Test
    void oneWhoHasLostEntriesDoesNotVote() {
        memberTwoLosesWhatItVouchedFor();
        Message preVote = new Message.PreVote(3, 1, 2, 2, 9, 1);
        assertEquals(List.of(new Message.PreVoteResponse(2, 1, 3, 1, 1, false)), cluster.step(2, new Input.Receive(preVote, false)).sendNow());
        cluster.step(2, new Input.Receive(new Message.RequestVote(3, 1, 2, 2, 9, 1, false), false));
        cluster.force(2);
        assertEquals(List.of(new Message.RequestVoteResponse(2, 1, 3, 1, 2, false)), cluster.underWay(Message.RequestVoteResponse.class));
        assertEquals(new HardState(2, Configuration.NOBODY, 4), cluster.disks.get(2L).hardState(), "a new term does not make it forget the loss");
    }

    @Test
    void oneWhoHasLostEntriesDoesNotCampaignNotEvenWhenAsked() {
        memberTwoLosesWhatItVouchedFor();
        cluster.timeout(2);
        cluster.step(2, new Input.Receive(new Message.TimeoutNow(1, 1, 2, 1), false));
        assertEquals(Role.FOLLOWER, cluster.state(2).role());
        assertEquals(1, cluster.state(2).hardState().term());
    }

    @Test
    void whatWasCommittedWithItsHelpIsNotVotedAway() {
        memberTwoLosesWhatItVouchedFor();
        cluster.timeout(3);
        cluster.settle(2, 3);
        cluster.timeout(2);
        cluster.settle(2, 3);
        assertFalse(cluster.leads(2) || cluster.leads(3), "neither has the last two commands");
    }

    @Test
    void theRefusalSaysSoAndTheLeaderStepsBackWhatItBelieved() {
        memberTwoLosesWhatItVouchedFor();
        assertEquals(4, cluster.state(1).progress().get(2L).matchIndex());
        cluster.heartbeat(1);
        cluster.deliver(m -> m.to() == 2);
        Message.AppendEntriesResponse refusal = cluster.underWay(Message.AppendEntriesResponse.class).get(0);
        assertEquals(new Message.AppendEntriesResponse(2, 1, 1, 1, false, 4, 2, 1, 0, true), refusal);
        cluster.deliver(m -> m == refusal);
        assertEquals(new MemberState.Progress(2, 3, ProgressState.PROBE, 0, 0, 1), cluster.state(1).progress().get(2L));
        cluster.deliver(m -> m.to() == 2);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(List.of(3L, 4L), cluster.underWay(Message.AppendEntries.class).stream()
                .filter(m -> m.to() == 2)
                .flatMap(m -> m.entries().stream())
                .map(Entry::index)
                .toList());
    }

    @Test
    void aRefusalOfOneWhoHasLostNothingNeverTakesTheMatchBack() {
        memberTwoLosesWhatItVouchedFor();
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(2, 1, 1, 1, false, 4, 2, 1, 0, false), false));
        assertEquals(4, cluster.state(1).progress().get(2L).matchIndex());
    }

    @Test
    void aLossAboveTheMatchIsAnOrdinaryRefusal() {
        memberTwoLosesWhatItVouchedFor();
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(2, 1, 1, 1, false, 9, 4, 1, 0, true), false));
        assertEquals(4, cluster.state(1).progress().get(2L).matchIndex(), "what matches is not touched");
    }

    @Test
    void itIsWholeOnceAllThatItVouchedForIsCommittedAndDurableAgain() {
        memberTwoLosesWhatItVouchedFor();
        cluster.settleUnder(1, 1, 2);
        assertFalse(isLost(2));
        assertEquals(new HardState(1, 1, 0), cluster.disks.get(2L).hardState());
        assertEquals(List.of("a", "b", "c"), cluster.committedCommands(2));
        cluster.timeout(2);
        cluster.settle(2, 3);
        assertTrue(cluster.leads(2));
    }

    @Test
    void theSameEntriesUncommittedDoNotMakeItWhole() {
        memberTwoLosesWhatItVouchedFor();
        appendToTwo(3, 4, 3);
        cluster.force(2);
        assertEquals(4, cluster.state(2).durableIndex());
        assertTrue(isLost(2), "another leader may still replace entry 4");
        appendToTwo(5, 4, 4);
        assertFalse(isLost(2));
    }

    @Test
    void entriesThatAreNotDurableYetDoNotMakeItWhole() {
        memberTwoLosesWhatItVouchedFor();
        appendToTwo(3, 4, 4);
        assertEquals(4, cluster.state(2).commitIndex());
        assertTrue(isLost(2));
        cluster.force(2);
        assertFalse(isLost(2));
    }

    /** The step that brings the entries writes them after the hard state: had it declared itself whole in the same write, a crash could keep only that. */
    @Test
    void aCrashInTheMidstOfTheRepairLeavesItLost() {
        memberTwoLosesWhatItVouchedFor();
        appendToTwo(3, 4, 4);
        cluster.crash(2, 1);
        assertTrue(isLost(2));
        cluster.timeout(3);
        cluster.settle(2, 3);
        assertFalse(cluster.leads(3), "commands b and c are committed");
    }

    /** The new leader lacks what the damaged one knows that it had, and nobody writes. */
    @Test
    void theLeaderFillsItsLogWhereNobodyElseHasWhatWasLost() {
        cluster.elect(2, 1, 2, 3);
        cluster.settleUnder(2, 1, 2, 3);
        cluster.propose(2, "a", "b", "c");
        cluster.force(2);
        cluster.damage(2, 2);
        cluster.elect(1, 1, 3);
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(List.of(), cluster.committedCommands(1));
        assertEquals(4, cluster.lastIndex(1), "as far as the lost log went, and no further");
        assertFalse(isLost(2));
    }

    @Test
    void aLeaderThatHandsOverDoesNotFillItsLog() {
        memberTwoLosesWhatItVouchedFor();
        cluster.step(1, new Input.TransferLeadership(3));
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(2, 1, 1, 1, true, 4, 9, 0, 0, true), false));
        assertEquals(4, cluster.lastIndex(1));
    }

    @Test
    void aLeaderThatHasNotCommittedAllDoesNotFillItsLog() {
        memberTwoLosesWhatItVouchedFor();
        cluster.propose(1, "d");
        cluster.step(1, new Input.Receive(new Message.AppendEntriesResponse(2, 1, 1, 1, true, 4, 9, 0, 0, true), false));
        assertEquals(5, cluster.lastIndex(1));
    }

    @Test
    void aSnapshotRepairsAsWell() {
        memberTwoLosesWhatItVouchedFor();
        cluster.compact(1, 4, 2);
        cluster.settleUnder(1, 1, 2);
        assertEquals(4, cluster.state(2).base().index());
        assertFalse(isLost(2));
        assertEquals(0, cluster.disks.get(2L).hardState().lostIndex());
    }

    @Test
    void aSecondDamageDoesNotHideTheFirst() {
        memberTwoLosesWhatItVouchedFor();
        cluster.damage(2, 1);
        assertEquals(4, cluster.state(2).hardState().lostIndex(), "not 2, where the log ended by then");
    }

    @Test
    void aRestartDoesNotHealIt() {
        memberTwoLosesWhatItVouchedFor();
        cluster.crash(2);
        assertTrue(isLost(2));
    }

    private void appendToTwo(long first, long last, long leaderCommit) {
        List<Entry> all = cluster.state(1).entries();
        List<Entry> entries = first > last ? List.of() : all.subList((int) first - 1, (int) last);
        cluster.step(2, new Input.Receive(new Message.AppendEntries(1, 1, 2, 0, 1, first - 1, 1, entries, leaderCommit, 0), false));
    }
}
