package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a follower does with the chunks of a snapshot, whatever its own log looks like (thesis figure 5.3). */
class InstallSnapshotTest {
    private static final Configuration THREE = Configuration.of(1, 2, 3);

    private RaftProtocol member;
    private Recovered disk;

    /** Member 2, in term 5, with a durable log of these terms. */
    private void memberWith(long... terms) {
        disk = new Recovered(new HardState(5, 0), LogBase.bootstrap(THREE), Fixtures.log(terms));
        member = new RaftProtocol(Cluster.SETTINGS, MemberState.restarted(new MemberIdentity(1, 2, 1), disk));
    }

    private static LogBase base(long index, long term, int chunks) {
        return new LogBase(index, term, THREE, chunks);
    }

    private Effects chunk(long leader, long term, LogBase base, int chunk) {
        Effects effects = member.step(Fixtures.receive(new Message.InstallSnapshot(leader, 1, 2, 0, term, base, chunk)));
        if (effects.write() != null) {
            disk = disk.after(effects.write());
        }
        return effects;
    }

    private static List<Message> asksFor(long leader, long term, long index, int next) {
        return List.of(new Message.InstallSnapshotResponse(2, 1, leader, term, index, next));
    }

    private static List<Message> acknowledges(long index) {
        return List.of(new Message.AppendEntriesResponse(2, 1, 1, 5, true, index, 0, 0, 0, false));
    }

    private void assertLog(LogBase base, List<Entry> entries) {
        assertEquals(base, member.capture().base());
        assertEquals(entries, member.capture().entries());
        assertEquals(base, disk.base());
        assertEquals(entries, disk.entries(), "the disk and the memory hold the same");
        assertEquals(base.index(), member.capture().commitIndex());
    }

    @Test
    void aLogThatIsShorterIsReplaced() {
        memberWith(1, 1);
        Effects effects = chunk(1, 5, base(4, 2, 1), 1);
        assertEquals(base(4, 2, 1), effects.restored());
        assertEquals(new Effects.ChunkReceived(base(4, 2, 1), 1), effects.chunkReceived());
        assertEquals(List.of(), effects.sendNow());
        assertLog(base(4, 2, 1), List.of());
        assertEquals(acknowledges(4), member.step(new Input.Persisted(1)).sendNow());
        assertEquals(4, member.capture().durableIndex());
    }

    @Test
    void aLogThatDivergesGoesWhollyEvenWhatFollowsTheSnapshot() {
        memberWith(1, 1, 1, 1, 1, 1);
        chunk(1, 5, base(4, 2, 1), 1);
        assertLog(base(4, 2, 1), List.of());
        assertEquals(4, member.capture().durableIndex());
        member.step(new Input.Persisted(1));
        assertEquals(4, member.capture().durableIndex());
    }

    @Test
    void whatFollowsTheSnapshotStaysWhereTheLogAgreesWithIt() {
        memberWith(1, 1, 2, 2, 3, 3);
        Effects effects = chunk(1, 5, base(4, 2, 1), 1);
        assertLog(base(4, 2, 1), Fixtures.log(1, 1, 2, 2, 3, 3).subList(4, 6));
        assertEquals(6, member.capture().durableIndex(), "it was durable before");
        assertEquals(0, effects.write().firstIndex());
        assertEquals(acknowledges(4), member.step(new Input.Persisted(1)).sendNow(), "of the rest nothing is known");
    }

    @Test
    void aSnapshotAtTheEndOfTheLogLeavesNothingButItself() {
        memberWith(1, 1, 2, 2);
        chunk(1, 5, base(4, 2, 1), 1);
        assertLog(base(4, 2, 1), List.of());
    }

    @Test
    void entriesThatAreStillOnTheirWayToTheDiskDoNotOutliveADivergingSnapshot() {
        memberWith(1, 1);
        Effects append = member.step(Fixtures.receive(new Message.AppendEntries(3, 1, 2, 0, 5, 2, 1, Fixtures.log(1, 1, 3, 3, 3, 3).subList(2, 6), 0, 0)));
        disk = disk.after(append.write());
        chunk(1, 6, base(4, 4, 1), 1);
        assertLog(base(4, 4, 1), List.of());
        member.step(new Input.Persisted(1));
        assertEquals(4, member.capture().durableIndex(), "what has become durable there is gone");
        member.step(new Input.Persisted(2));
        assertEquals(4, member.capture().durableIndex());
    }

    @Test
    void entriesThatAreStillOnTheirWayToTheDiskStayWhereTheyAgreeWithTheSnapshot() {
        memberWith(1);
        disk = disk.after(member.step(Fixtures.receive(
                new Message.AppendEntries(1, 1, 2, 0, 5, 1, 1, Fixtures.log(1, 2, 2, 2, 2).subList(1, 5), 0, 0))).write());
        chunk(1, 5, base(3, 2, 1), 1);
        assertLog(base(3, 2, 1), Fixtures.log(1, 2, 2, 2, 2).subList(3, 5));
        assertEquals(3, member.capture().durableIndex(), "a snapshot is durable, what follows it is not yet");
        member.step(new Input.Persisted(1));
        assertEquals(5, member.capture().durableIndex());
    }

    @Test
    void aSnapshotOfWhatIsCommittedHereIsOldAndChangesNothing() {
        memberWith(1, 1, 2, 2, 3, 3);
        member.step(Fixtures.receive(new Message.AppendEntries(1, 1, 2, 0, 5, 6, 3, List.of(), 5, 0)));
        for (long index = 4; index <= 5; index++) {
            Effects effects = chunk(1, 5, base(index, index == 4 ? 2 : 3, 1), 1);
            assertNull(effects.restored());
            assertNull(effects.write());
            assertEquals(acknowledges(5), effects.sendNow(), "so that the leader goes on from here");
        }
        assertEquals(0, member.capture().base().index());
    }

    @Test
    void aDuplicateChunkIsNotStoredTwice() {
        memberWith();
        assertEquals(asksFor(1, 5, 4, 2), chunk(1, 5, base(4, 2, 3), 1).sendNow());
        Effects again = chunk(1, 5, base(4, 2, 3), 1);
        assertNull(again.chunkReceived());
        assertEquals(asksFor(1, 5, 4, 2), again.sendNow());
        assertEquals(asksFor(1, 5, 4, 3), chunk(1, 5, base(4, 2, 3), 2).sendNow());
    }

    @Test
    void aChunkAheadOfItsTurnIsNotStored() {
        memberWith();
        Effects early = chunk(1, 5, base(4, 2, 3), 2);
        assertNull(early.chunkReceived());
        assertEquals(asksFor(1, 5, 4, 1), early.sendNow());
        chunk(1, 5, base(4, 2, 3), 1);
        Effects last = chunk(1, 5, base(4, 2, 3), 3);
        assertNull(last.restored(), "without the second it is no snapshot");
        assertEquals(asksFor(1, 5, 4, 2), last.sendNow());
    }

    @Test
    void chunksOfAnotherLeaderAreNotMixed() {
        memberWith();
        chunk(1, 5, base(4, 2, 2), 1);
        Effects other = chunk(3, 6, base(4, 2, 2), 2);
        assertNull(other.chunkReceived(), "their parts may be cut differently");
        assertNull(other.restored());
        member.step(new Input.Persisted(1));
        assertEquals(asksFor(3, 6, 4, 1), chunk(3, 6, base(4, 2, 2), 2).sendNow());
    }

    @Test
    void chunksOfAnotherSnapshotAreNotMixed() {
        memberWith();
        chunk(1, 5, base(4, 2, 2), 1);
        assertEquals(asksFor(1, 5, 6, 1), chunk(1, 5, base(6, 2, 2), 2).sendNow());
        chunk(1, 5, base(6, 2, 2), 1);
        assertEquals(asksFor(1, 5, 4, 1), chunk(1, 5, base(4, 2, 2), 2).sendNow(), "nor with those of an older one that come late");
        assertEquals(base(6, 2, 2), chunk(1, 5, base(6, 2, 2), 2).restored());
    }

    @Test
    void heartbeatsOfTheSameLeaderInterruptNothing() {
        memberWith();
        chunk(1, 5, base(4, 2, 2), 1);
        member.step(Fixtures.receive(new Message.AppendEntries(1, 1, 2, 0, 5, 4, 2, List.of(), 4, 0)));
        assertEquals(base(4, 2, 2), chunk(1, 5, base(4, 2, 2), 2).restored());
        assertEquals(MemberState.Receiving.NOTHING, member.capture().receiving(), "nothing more is expected");
    }

    @Test
    void campaigningForgetsTheChunks() {
        memberWith();
        chunk(1, 5, base(4, 2, 2), 1);
        member.step(new Input.ElectionTimeout());
        assertEquals(MemberState.Receiving.NOTHING, member.capture().receiving());
    }

    @Test
    void aStaleLeaderIsToldOfTheNewerTermAndItsChunkIsNotStored() {
        memberWith();
        Effects effects = chunk(1, 4, base(4, 2, 1), 1);
        assertNull(effects.chunkReceived());
        assertEquals(asksFor(1, 5, 4, 0), effects.sendNow());
        assertEquals(Configuration.NOBODY, member.capture().leader());
    }

    @Test
    void aChunkIsAsGoodAsAHeartbeat() {
        memberWith();
        member.step(new Input.ElectionTimeout());
        chunk(1, 5, base(4, 2, 2), 1);
        assertEquals(Role.FOLLOWER, member.capture().role());
        assertEquals(1, member.capture().leader());
    }

    /** The leader still sends from where this member's log used to be; all of that is committed. */
    @Test
    void entriesBelowTheBaseAreAnsweredWithWhatIsCommitted() {
        memberWith(1, 1, 2, 2);
        member.step(Fixtures.receive(new Message.AppendEntries(1, 1, 2, 0, 5, 4, 2, List.of(), 4, 0)));
        member.step(new Input.Compact(3, 1));
        member.step(new Input.Persisted(1));
        Effects effects = member.step(Fixtures.receive(
                new Message.AppendEntries(1, 1, 2, 0, 5, 1, 1, Fixtures.log(1, 1, 2, 2, 5).subList(1, 5), 5, 7)));
        assertEquals(List.of(new Message.AppendEntriesResponse(2, 1, 1, 5, true, 4, 0, 0, 7, false)), effects.sendNow());
        assertNull(effects.write());
        assertEquals(4, member.capture().base().index() + member.capture().entries().size());
    }

    @Test
    void whatMatchesAtTheBaseIsTaken() {
        memberWith(1, 1, 2, 2);
        member.step(Fixtures.receive(new Message.AppendEntries(1, 1, 2, 0, 5, 4, 2, List.of(), 4, 0)));
        member.step(new Input.Compact(4, 1));
        Effects effects = member.step(Fixtures.receive(new Message.AppendEntries(1, 1, 2, 0, 5, 4, 2, List.of(new Entry(5, 5, Payload.NOOP)), 4, 0)));
        assertEquals(5, effects.write().firstIndex());
    }
}
