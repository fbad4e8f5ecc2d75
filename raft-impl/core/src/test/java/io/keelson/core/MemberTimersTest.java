package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Time becomes named inputs, and nothing else. */
class MemberTimersTest {
    private static final MemberSettings SETTINGS = new MemberSettings(100, 10, 4, 1 << 20, 8, true, true);

    private final RaftMember member = new RaftMember(
            new MemberIdentity(1, 1, 1), SETTINGS, Recovered.nothing(Configuration.of(1, 2, 3)));

    @Property
    void anElectionTimeoutLiesBetweenOnceAndTwiceTheLeast(@ForAll long entropy) {
        RaftMember fresh = new RaftMember(
                new MemberIdentity(1, 1, 1), SETTINGS, Recovered.nothing(Configuration.of(1, 2, 3)));
        fresh.step(new Event.Tick(1000, entropy));
        assertTrue(fresh.nextTick() >= 1100 && fresh.nextTick() < 1200);
        fresh.step(new Event.Tick(fresh.nextTick() - 1, 0));
        assertEquals(Role.FOLLOWER, fresh.role());
        fresh.step(new Event.Tick(fresh.nextTick(), 0));
        assertEquals(Role.PRE_CANDIDATE, fresh.role());
    }

    @Test
    void hearingTheLeaderPutsTheElectionOff() {
        member.step(new Event.Tick(0, 0));
        member.step(new Event.Tick(90, 0));
        member.step(new Event.Receive(new Message.AppendEntries(2, 1, 1, 0, 1, 0, 0, List.of(), 0, 0)));
        member.step(new Event.Tick(90, 0));
        assertEquals(190, member.nextTick());
        member.step(new Event.Tick(189, 0));
        assertEquals(Role.FOLLOWER, member.role());
    }

    @Test
    void aChunkOfASnapshotPutsTheElectionOffAsWell() {
        member.step(new Event.Tick(0, 0));
        member.step(new Event.Tick(90, 0));
        member.step(new Event.Receive(new Message.InstallSnapshot(2, 1, 1, 0, 1, new LogBase(5, 1, Configuration.of(1, 2, 3), 2), 1)));
        member.step(new Event.Tick(90, 0));
        assertEquals(190, member.nextTick());
        member.step(new Event.Tick(189, 99));
        member.step(new Event.Receive(new Message.RequestVote(3, 1, 1, 2, 9, 1, false)));
        assertEquals(1, member.term(), "it hears its leader");
    }

    @Test
    void aMemberThatHasJustStartedGrantsNothingForOneElectionTimeout() {
        member.step(new Event.Tick(1000, 0));
        member.step(new Event.Tick(1099, 99));
        member.step(new Event.Receive(new Message.RequestVote(2, 1, 1, 1, 0, 0, false)));
        assertEquals(0, member.term(), "it may have promised its silence before it crashed");
        member.step(new Event.Tick(1100, 99));
        member.step(new Event.Receive(new Message.RequestVote(3, 1, 1, 1, 0, 0, false)));
        assertEquals(1, member.term());
    }

    @Test
    void aTransferHasAnElectionTimeoutFromItsBeginning() {
        MemberTimers timers = new MemberTimers(new MemberSettings(100, 50, 4, 1 << 20, 8, true, false));
        timers.tick(new Event.Tick(10, 0), true);
        timers.transfers(true);
        assertEquals(60, timers.next(true));
        assertEquals(new Input.HeartbeatDue(), timers.tick(new Event.Tick(70, 0), true));
        timers.transfers(true);
        assertNull(timers.tick(new Event.Tick(109, 0), true));
        assertEquals(110, timers.next(true), "before the heartbeat at 120");
        assertEquals(new Input.TransferTimeout(), timers.tick(new Event.Tick(110, 0), true));
        timers.transfers(false);
        assertEquals(120, timers.next(true));
    }

    @Test
    void aTransferThatIsOverHasNoTimeLimit() {
        MemberTimers timers = new MemberTimers(new MemberSettings(100, 50, 4, 1 << 20, 8, true, false));
        timers.tick(new Event.Tick(10, 0), true);
        timers.transfers(true);
        timers.transfers(false);
        timers.tick(new Event.Tick(90, 0), true);
        timers.transfers(true);
        assertEquals(new Input.HeartbeatDue(), timers.tick(new Event.Tick(140, 0), true));
        timers.restart();
        assertEquals(Long.MIN_VALUE, timers.next(true), "another role: whatever was due counts anew");
        timers.tick(new Event.Tick(190, 0), true);
        assertEquals(240, timers.next(true));
    }

    @Test
    void aLeaderBeatsAndChecksItsQuorum() {
        RaftMember leader = new RaftMember(
                new MemberIdentity(1, 1, 1), SETTINGS, Recovered.nothing(Configuration.of(1)));
        leader.step(new Event.Tick(0, 0));
        leader.step(new Event.Tick(100, 0));
        leader.step(new Event.Persisted(1));
        assertEquals(Role.LEADER, leader.role());
        leader.step(new Event.Tick(100, 0));
        assertEquals(110, leader.nextTick());
        leader.step(new Event.Tick(110, 0));
        assertEquals(120, leader.nextTick());
        leader.step(new Event.Tick(200, 0));
        assertEquals(Role.LEADER, leader.role(), "alone, it is its own quorum");
    }

    /** Time alone would let it be deposed: a leader hears no leader. */
    @Test
    void aLeaderThatChecksItsQuorumIsDeposedByNoCandidate() {
        RaftMember leader = new RaftMember(
                new MemberIdentity(1, 1, 1), SETTINGS, Recovered.nothing(Configuration.of(1)));
        leader.step(new Event.Tick(0, 0));
        leader.step(new Event.Tick(100, 0));
        leader.step(new Event.Persisted(1));
        leader.step(new Event.Tick(1000, 0));
        leader.step(new Event.Receive(new Message.RequestVote(2, 1, 1, 9, 99, 8, false)));
        assertEquals(1, leader.term());
        assertEquals(Role.LEADER, leader.role());
    }
}
