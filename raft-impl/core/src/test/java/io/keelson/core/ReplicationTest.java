package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Log replication (thesis 3.5) and commitment (thesis 3.6.2), message by message. */
class ReplicationTest {
    @Test
    void aCommandReachesEveryMember() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        assertInstanceOf(Effects.Proposal.Accepted.class, cluster.propose(1, "x").proposal());
        cluster.settle(1, 2, 3);
        cluster.step(1, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        for (long id = 1; id <= 3; id++) {
            assertEquals(List.of("x"), cluster.committedCommands(id));
        }
    }

    @Test
    void aFollowerAcknowledgesOnlyWhatIsDurable() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.deliver(m -> m.to() == 2);
        assertEquals(0, cluster.deliver(m -> m instanceof Message.AppendEntriesResponse));
        cluster.force(2);
        assertEquals(1, cluster.deliver(m -> m instanceof Message.AppendEntriesResponse));
    }

    @Test
    void aLeaderCountsItselfOnlyUpToItsDurableIndex() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        long before = cluster.state(1).commitIndex();
        cluster.propose(1, "x");
        cluster.deliver(m -> m.to() == 2);
        cluster.force(2);
        cluster.deliver(m -> m.to() == 1);
        assertEquals(before, cluster.state(1).commitIndex(), "one durable copy of three");
        cluster.force(1);
        assertEquals(before + 1, cluster.state(1).commitIndex());
    }

    @Test
    void anEntryOfAnEarlierTermIsNotCommittedByCounting() {
        // Thesis figure 3.7 (c): S1 leads term 4, and its entry of term 2 has just reached a majority.
        RaftProtocol leader = leaderOfTerm4With(entry(1, 1), entry(2, 2), entry(3, 4));
        leader.step(acknowledge(2, 2));
        assertEquals(1, leader.capture().commitIndex(), "S5 could still win with an entry of term 3 and replace it");
        // Figure 3.7 (e): an entry of term 4 above it changes that.
        leader.step(acknowledge(2, 3));
        assertEquals(3, leader.capture().commitIndex());
    }

    private static Entry entry(long index, long term) {
        return new Entry(index, term, Payload.NOOP);
    }

    private static RaftProtocol leaderOfTerm4With(Entry... log) {
        TreeMap<Long, MemberState.Progress> progress = new TreeMap<>();
        progress.put(2L, new MemberState.Progress(1, 4, ProgressState.REPLICATE, 0, 0, 0));
        progress.put(3L, new MemberState.Progress(1, 4, ProgressState.REPLICATE, 0, 0, 0));
        return new RaftProtocol(Cluster.SETTINGS, new MemberState(
                new MemberIdentity(1, 1, 1), Role.LEADER, new HardState(4, 1), 1,
                LogBase.bootstrap(Configuration.of(1, 2, 3)), List.of(log), 1, log.length, true,
                MemberState.Receiving.NOTHING, List.of(), new TreeSet<>(), progress, new TreeSet<>(), 0, List.of(), Configuration.NOBODY, false));
    }

    private static Input acknowledge(long from, long index) {
        return new Input.Receive(new Message.AppendEntriesResponse(from, 1, 1, 4, true, index, 0, 0, 0, false), false);
    }

    @Test
    void aConflictingSuffixIsReplacedAndTheDurableMarkFallsBack() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "lost-a", "lost-b");
        cluster.force(1);
        cluster.network.clear();
        long durableBefore = cluster.state(1).durableIndex();
        cluster.timeout(2);
        cluster.settle(2, 3);
        cluster.propose(2, "kept");
        cluster.settle(2, 3);
        // The first probe is refused with a hint, the second matches, the third message brings the entries.
        cluster.step(2, new Input.HeartbeatDue());
        while (cluster.state(1).pendingWrites().stream().noneMatch(pending -> pending.write().firstIndex() > 0)) {
            assertTrue(cluster.deliver(m -> m.from() == 1 || m.to() == 1) > 0, "no way to the conflict");
            if (cluster.state(1).pendingWrites().stream().allMatch(pending -> pending.write().firstIndex() == 0)) {
                cluster.force(1);
            }
        }
        assertTrue(cluster.state(1).durableIndex() < durableBefore, "what was durable there is being replaced");
        cluster.settle(1, 2, 3);
        cluster.step(2, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        assertEquals(List.of("kept"), cluster.committedCommands(1));
        assertEquals(cluster.disks.get(2L).log(), cluster.disks.get(1L).log());
    }

    @Test
    void anOldAppendEntriesDoesNotCutWhatCameAfterIt() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "a");
        Message old = cluster.network.stream().filter(m -> m.to() == 2).findFirst().orElseThrow();
        cluster.settle(1, 2, 3);
        cluster.propose(1, "b");
        cluster.settle(1, 2, 3);
        long last = cluster.state(2).entries().size();
        cluster.step(2, new Input.Receive(old, false));
        assertEquals(last, cluster.state(2).entries().size());
        assertEquals(last, cluster.state(2).durableIndex());
    }

    @Test
    void aHeartbeatDoesNotCommitWhatItDidNotMatch() {
        RaftProtocol follower = new RaftProtocol(Cluster.SETTINGS, MemberState.restarted(
                new MemberIdentity(1, 2, 1),
                new Recovered(new HardState(1, 0), LogBase.bootstrap(Configuration.of(1, 2, 3)), List.of(entry(1, 1), entry(2, 1)))));
        follower.step(new Input.Receive(new Message.AppendEntries(1, 1, 2, 0, 2, 1, 1, List.of(), 2, 0), false));
        assertEquals(1, follower.capture().commitIndex(), "index 2 may differ from the leader's");
    }

    @Test
    void entriesAreSentAheadOfAcknowledgementsUpToTheWindow() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        for (int i = 0; i < 20; i++) {
            cluster.propose(1, "c" + i);
        }
        long sent = cluster.network.stream().filter(m -> m.to() == 2).count();
        assertEquals(Cluster.SETTINGS.maxInflightEntries(), sent, "one entry a message, none beyond the window");
        cluster.settle(1, 2, 3);
        assertEquals(21, cluster.state(2).durableIndex(), "and the rest after acknowledgements");
    }

    @Test
    void aLostAppendIsFoundByTheNextHeartbeat() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        cluster.drop(m -> m.to() == 2);
        cluster.settle(1, 3);
        cluster.step(1, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        assertEquals(cluster.state(1).entries(), cluster.state(2).entries());
    }

    @Test
    void anAcknowledgementOfAnEarlierTermCountsForNothing() {
        RaftProtocol leader = leaderOfTerm4With(entry(1, 1), entry(2, 2), entry(3, 4));
        leader.step(new Input.Receive(new Message.AppendEntriesResponse(2, 1, 1, 3, true, 3, 0, 0, 0, false), false));
        assertEquals(1, leader.capture().commitIndex(), "it spoke of another log");
        assertEquals(1, leader.capture().progress().get(2L).matchIndex());
    }

    @Test
    void aWriteIsDurableOnlyInTheGenerationThatWasWritten() {
        // Index 2 is written in term 1, then replaced in term 2, before either write is durable.
        RaftProtocol follower = new RaftProtocol(Cluster.SETTINGS, MemberState.restarted(
                new MemberIdentity(1, 2, 1),
                new Recovered(new HardState(1, 0), LogBase.bootstrap(Configuration.of(1, 2, 3)), List.of(entry(1, 1)))));
        follower.step(new Input.Receive(
                new Message.AppendEntries(1, 1, 2, 0, 1, 1, 1, List.of(entry(2, 1), entry(3, 1)), 0, 0), false));
        follower.step(new Input.Receive(
                new Message.AppendEntries(3, 1, 2, 0, 2, 1, 1, List.of(entry(2, 2)), 0, 0), false));
        follower.step(new Input.Persisted(1));
        assertEquals(1, follower.capture().durableIndex(), "the disk holds an index 2 that is no longer ours");
        follower.step(new Input.Persisted(2));
        assertEquals(2, follower.capture().durableIndex());
    }

    @Test
    void aMemberThatDoesNotLeadRefusesCommandsAndNamesTheLeader() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        assertEquals(new Effects.Proposal.NotLeader(1), cluster.propose(2, "x").proposal());
    }
}
