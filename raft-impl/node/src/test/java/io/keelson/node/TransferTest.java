package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leadership that is handed over. */
class TransferTest {
    @Test
    void theTargetLeadsLongBeforeAnElectionTimeout() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine target = cluster.follower();
        long begun = cluster.now;
        Box<Long> transfer = leader.transferTo(target.id);
        cluster.until("an outcome", transfer::isFull);
        assertEquals(new Outcome.Done<>(0, target.id), transfer.outcome);
        assertTrue(target.leads());
        assertTrue(cluster.now - begun < cluster.member.electionTimeoutNanos() / 2, "nobody waited for a silence");
    }

    @Test
    void commandsMeanwhileAreNotAppliedWhereverTheyComeFrom() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine target = cluster.follower();
        Machine other = cluster.machine(6 - leader.id - target.id);
        cluster.withhold = frame -> frame instanceof Frame.Protocol protocol && protocol.message() instanceof Message.TimeoutNow;
        Box<Long> transfer = leader.transferTo(target.id);
        Box<Bytes> atTheLeader = leader.propose("a");
        Box<Bytes> forwarded = other.propose("b");
        cluster.until("answers", () -> atTheLeader.isFull() && forwarded.isFull());
        Outcome<Bytes> refusal = new Outcome.NotApplied<>("leadership is being handed over to member " + target.id, target.id);
        assertEquals(refusal, atTheLeader.outcome);
        assertEquals(refusal, forwarded.outcome);

        cluster.until("an outcome", transfer::isFull);
        assertInstanceOf(Outcome.NotApplied.class, transfer.outcome, "the target never heard of it");
        assertEquals(leader.id, ((Outcome.NotApplied<Long>) transfer.outcome).leader());
        Box<Bytes> again = other.propose("b");
        cluster.until("an answer", again::isFull);
        assertEquals("b", again.done().toUtf8());
    }

    @Test
    void aTargetThatIsAwayIsGivenUpAfterAnElectionTimeout() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine target = cluster.follower();
        target.crash();
        long begun = cluster.now;
        Box<Long> transfer = leader.transferTo(target.id);
        cluster.until("an outcome", transfer::isFull);
        assertEquals(
                new Outcome.NotApplied<Long>(
                        "member " + target.id + " has not taken over within an election timeout; member " + leader.id + " leads on", leader.id),
                transfer.outcome);
        assertTrue(cluster.now - begun <= cluster.member.electionTimeoutNanos() + 5_000_000);
        Box<Bytes> command = leader.propose("a");
        cluster.until("an answer", command::isFull);
        command.done();
    }

    @Test
    void whoCanNotHandOverSaysWhy() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine follower = cluster.follower();
        assertEquals(new Outcome.NotApplied<Long>("this member does not lead", leader.id), follower.transferTo(leader.id).outcome);
        assertEquals(new Outcome.Refused<Long>("member 9 does not vote in group 1; name one of [1, 2, 3]"), leader.transferTo(9).outcome);
        assertEquals(new Outcome.Done<>(0, leader.id), leader.transferTo(leader.id).outcome);

        follower.crash();
        leader.transferTo(follower.id);
        Box<Long> second = leader.transferTo(6 - leader.id - follower.id);
        assertEquals(new Outcome.NotApplied<Long>("leadership is being handed over to member " + follower.id, follower.id), second.outcome);
    }

    @Test
    void whenAnotherIsElectedTheOutcomeNamesIt() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine target = cluster.follower();
        cluster.cut = member -> member == leader.id;
        Box<Long> transfer = leader.transferTo(target.id);
        target.crash();
        cluster.run(1_000);
        cluster.cut = member -> false;
        cluster.until("an outcome", transfer::isFull);
        assertInstanceOf(Outcome.NotApplied.class, transfer.outcome);
    }

    @Test
    void aLeaderThatResignsPicksAMemberThatIsThere() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine away = cluster.follower();
        away.crash();
        cluster.run(2 * 300);
        boolean[] over = new boolean[1];
        leader.node.resign(() -> over[0] = true);
        leader.node.flush();
        cluster.until("it is over", () -> over[0]);
        Machine successor = cluster.machine(6 - leader.id - away.id);
        assertTrue(successor.leads());
        assertNotEquals(leader.id, successor.id);

        boolean[] nothing = new boolean[1];
        leader.node.resign(() -> nothing[0] = true);
        assertTrue(nothing[0], "a follower has nothing to hand over");
    }

    @Test
    void aNodeThatIsClosedAnswersItsTransfer() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        cluster.cut = member -> true;
        Box<Long> transfer = leader.transferTo(leader.id % 3 + 1);
        leader.node.close();
        assertEquals(new Outcome.NotApplied<Long>("this node was closed", 0), transfer.outcome);
        assertEquals(List.of(), cluster.objections);
    }
}
