package io.keelson.core;

import static io.keelson.core.Cluster.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Compaction, and how a member that needs what is gone comes by it (thesis chapter 5). */
class SnapshotTest {
    private final Cluster cluster = Cluster.of(1, 2, 3);

    /** Member 3 has missed four commands, and the leader's log begins after them. */
    private void memberThreeNeedsWhatIsGone(int chunks) {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a", "b", "c", "d");
        cluster.settleUnder(1, 1, 2);
        cluster.compact(1, 5, chunks);
        cluster.force(1);
        cluster.drop(m -> true);
    }

    private MemberState.Progress ofThree() {
        return cluster.state(1).progress().get(3L);
    }

    /** The chunks under way to member 3. */
    private List<Integer> chunks() {
        return cluster.underWay(Message.InstallSnapshot.class).stream().filter(m -> m.to() == 3).map(Message.InstallSnapshot::chunk).toList();
    }

    /** Brings the leader to find out that member 3 needs the snapshot, whose first chunk is then under way. */
    private void startSending() {
        cluster.heartbeat(1);
        for (int k = 0; k < 10 && chunks().isEmpty(); k++) {
            cluster.deliver(m -> m.to() == 3 || m.from() == 3);
        }
        cluster.drop(m -> !(m instanceof Message.InstallSnapshot));
        assertEquals(List.of(1), chunks());
    }

    @Test
    void compactionDropsTheLogUpToTheSnapshotAndKeepsTheRest() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a", "b", "c");
        cluster.settle(1, 2, 3);
        cluster.compact(1, 3, 2);
        assertEquals(new LogBase(3, 1, Configuration.of(1, 2, 3), 2), cluster.state(1).base());
        assertEquals(1, cluster.state(1).entries().size());
        cluster.crash(1, 1);
        assertEquals(3, cluster.state(1).base().index());
        assertEquals(3, cluster.state(1).commitIndex(), "a snapshot is of what is committed");
        assertEquals(4, cluster.lastIndex(1));
    }

    @Test
    void onlyWhatIsCommittedIsCompacted() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a");
        cluster.force(1);
        cluster.compact(1, 2, 1);
        assertEquals(0, cluster.state(1).base().index());
        cluster.settle(1, 2, 3);
        cluster.compact(1, 2, 1);
        assertEquals(2, cluster.state(1).base().index());
        cluster.compact(1, 1, 1);
        assertEquals(2, cluster.state(1).base().index(), "never back");
        assertNull(cluster.step(1, new Input.Compact(2, 7)).write(), "nor to where it is already");
    }

    @Test
    void onlyWhatIsDurableIsCompacted() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a");
        cluster.deliver(m -> true);
        cluster.force(2);
        cluster.force(3);
        cluster.deliver(m -> true);
        assertEquals(2, cluster.state(1).commitIndex(), "by the others alone");
        assertEquals(1, cluster.state(1).durableIndex());
        cluster.compact(1, 2, 1);
        assertEquals(0, cluster.state(1).base().index());
        cluster.force(1);
        cluster.compact(1, 2, 1);
        assertEquals(2, cluster.state(1).base().index());
    }

    @Test
    void oneWhoHasJustJoinedCompactsNothingBeforeItKnowsAConfiguration() {
        RaftProtocol joining = Fixtures.follower(4, 1, Configuration.NONE, Fixtures.log(1, 1));
        Configuration joined = new Configuration(ids(1, 2, 3), List.of(), ids(4));
        joining.step(Fixtures.receive(new Message.AppendEntries(1, 1, 4, 0, 1, 2, 1, List.of(new Entry(3, 1, joined)), 3, 0)));
        joining.step(new Input.Persisted(1));
        joining.step(new Input.Compact(2, 1));
        assertEquals(0, joining.capture().base().index());
        joining.step(new Input.Compact(3, 1));
        assertEquals(new LogBase(3, 1, joined, 1), joining.capture().base());
    }

    @Test
    void aFollowerThatNeedsWhatIsGoneIsSentTheSnapshotChunkByChunkAndThenTheLog() {
        memberThreeNeedsWhatIsGone(3);
        cluster.propose(1, "e");
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(1, cluster.hosts.get(3L).restored);
        assertEquals(cluster.state(1).base(), cluster.state(3).base());
        assertEquals(cluster.state(1).base(), cluster.disks.get(3L).durable.base());
        assertEquals(List.of("a", "b", "c", "d", "e"), cluster.committedCommands(3));
        assertEquals(new MemberState.Progress(6, 7, ProgressState.REPLICATE, 0, 0, 1), ofThree());
    }

    @Test
    void theSnapshotIsAcknowledgedOnlyOnceTheBaseIsDurable() {
        memberThreeNeedsWhatIsGone(1);
        startSending();
        cluster.deliver(m -> m.to() == 3);
        assertEquals(5, cluster.state(3).commitIndex());
        assertEquals(List.of(), cluster.network);
        cluster.force(3);
        assertEquals(List.of(new Message.AppendEntriesResponse(3, 1, 1, 1, true, 5, 0, 0, 0, false)), cluster.network);
    }

    @Test
    void aCrashBeforeTheBaseIsDurableBeginsAnew() {
        memberThreeNeedsWhatIsGone(2);
        startSending();
        cluster.deliver(m -> m.to() == 3);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(List.of(2), chunks());
        cluster.deliver(m -> m.to() == 3);
        cluster.crash(3);
        assertEquals(0, cluster.state(3).base().index());
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(List.of("a", "b", "c", "d"), cluster.committedCommands(3));
    }

    @Test
    void aCrashBetweenChunksBeginsAnew() {
        memberThreeNeedsWhatIsGone(3);
        startSending();
        cluster.deliver(m -> m.to() == 3);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(2, ofThree().chunk());
        cluster.crash(3);
        cluster.deliver(m -> m.to() == 3);
        assertEquals(List.of(new Message.InstallSnapshotResponse(3, 1, 1, 1, 5, 1)), cluster.network, "chunk 2 alone is worth nothing");
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(5, cluster.state(3).base().index());
    }

    @Test
    void aLostChunkIsSentAgainWhenAHeartbeatIsRefused() {
        memberThreeNeedsWhatIsGone(2);
        startSending();
        cluster.drop(m -> true);
        cluster.heartbeat(1);
        cluster.deliver(m -> m.to() == 3);
        cluster.deliver(m -> m.from() == 3);
        assertEquals(List.of(1), chunks());
    }

    @Test
    void whileASnapshotIsSentOldRefusalsAndEntriesWait() {
        memberThreeNeedsWhatIsGone(2);
        startSending();
        cluster.drop(m -> true);
        cluster.step(1, Fixtures.receive(new Message.AppendEntriesResponse(3, 1, 1, 1, false, 3, 1, 1, 0, false)));
        cluster.propose(1, "e");
        assertTrue(cluster.network.stream().noneMatch(m -> m.to() == 3));
        assertEquals(ProgressState.SNAPSHOT, ofThree().state());
    }

    @Test
    void aChunkThatIsAskedForTwiceIsUnderWayOnce() {
        memberThreeNeedsWhatIsGone(3);
        startSending();
        cluster.drop(m -> true);
        Input wantsTwo = Fixtures.receive(new Message.InstallSnapshotResponse(3, 1, 1, 1, 5, 2));
        cluster.step(1, wantsTwo);
        cluster.step(1, wantsTwo);
        assertEquals(List.of(2), chunks());
    }

    @Test
    void questionsThatMakeNoSenseAreIgnored() {
        memberThreeNeedsWhatIsGone(3);
        startSending();
        cluster.drop(m -> true);
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(3, 1, 1, 1, 4, 2)));
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(3, 1, 1, 1, 5, 4)));
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(3, 1, 1, 1, 5, 0)));
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(3, 1, 1, 0, 5, 2)));
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(2, 1, 1, 1, 5, 1)));
        cluster.step(1, Fixtures.receive(new Message.InstallSnapshotResponse(9, 1, 1, 1, 5, 2)));
        assertEquals(List.of(), cluster.network, "another snapshot, chunks that are none, an old term, one who needs none, a stranger");
        assertEquals(1, ofThree().chunk());
    }

    @Test
    void aLeaderThatCompactsFurtherWhileItSendsBeginsWithTheNewSnapshot() {
        memberThreeNeedsWhatIsGone(3);
        startSending();
        cluster.deliver(m -> m.to() == 3);
        Message wantsTwo = cluster.network.remove(0);
        cluster.propose(1, "e");
        cluster.settle(1, 2);
        cluster.compact(1, 6, 2);
        assertEquals(List.of(1), chunks(), "of the new one");
        assertEquals(new MemberState.Progress(1, 7, ProgressState.SNAPSHOT, 1, 0, 1), ofThree());
        cluster.step(1, Fixtures.receive(wantsTwo));
        assertEquals(1, ofThree().chunk(), "that was about the old one");
        cluster.settleUnder(1, 1, 2, 3);
        assertEquals(6, cluster.state(3).base().index());
        assertEquals(List.of("a", "b", "c", "d", "e"), cluster.committedCommands(3));
    }

    @Test
    void compactionSendsTheSnapshotToThoseWhoHaveNotBeenSentTheLog() {
        cluster.elect(1, 1, 2, 3);
        for (int k = 0; k < 12; k++) {
            cluster.propose(1, "c" + k);
            cluster.drop(m -> m.to() == 3);
            cluster.settle(1, 2);
        }
        assertEquals(10, ofThree().nextIndex(), "the window is full");
        cluster.compact(1, 12, 1);
        assertEquals(List.of(1), chunks());
        assertEquals(List.of(), cluster.underWay(Message.InstallSnapshot.class).stream().filter(m -> m.to() == 2).toList());
    }

    @Test
    void aFullyCompactedLeaderBringsAnUnknownMemberIn() {
        cluster.with(4);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a");
        cluster.settle(1, 2, 3);
        cluster.compact(1, 2, 2);
        assertEquals(List.of(), cluster.state(1).entries());
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settleUnder(1, 1, 2, 3, 4);
        assertEquals(2, cluster.state(4).base().index());
        assertEquals(List.of("a"), cluster.committedCommands(4));
        assertEquals(ids(4), cluster.configuration(4).learners());
    }

    @Test
    void theConfigurationIsInTheSnapshot() {
        cluster.with(4);
        cluster.elect(1, 1, 2, 3);
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settle(1, 2, 3);
        cluster.compact(1, 2, 1);
        cluster.settleUnder(1, 1, 2, 3, 4);
        assertEquals(List.of(), cluster.state(4).entries());
        cluster.crash(4);
        assertEquals(new Configuration(ids(1, 2, 3), List.of(), ids(4)), cluster.configuration(4));
    }

    @Test
    void aConfigurationThatCameAfterTheSnapshotIsNotInIt() {
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a");
        cluster.change(1, ids(1, 2, 3), ids(4));
        cluster.settle(1, 2, 3);
        cluster.compact(1, 2, 1);
        assertEquals(Configuration.of(1, 2, 3), cluster.state(1).base().configuration());
        assertEquals(ids(4), cluster.configuration(1).learners(), "but it is in force");
    }

    @Test
    void aLeaderWhoseSnapshotIsAnsweredWithANewerTermStepsDown() {
        memberThreeNeedsWhatIsGone(1);
        startSending();
        cluster.step(3, Fixtures.receive(new Message.AppendEntries(2, 1, 3, 0, 2, 0, 0, List.of(), 0, 0)));
        cluster.force(3);
        cluster.drop(m -> !(m instanceof Message.InstallSnapshot));
        cluster.deliver(m -> m.to() == 3);
        assertEquals(List.of(new Message.InstallSnapshotResponse(3, 1, 1, 2, 5, 0)), cluster.network);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(Role.FOLLOWER, cluster.state(1).role());
        assertEquals(0, cluster.state(3).base().index());
    }
}
