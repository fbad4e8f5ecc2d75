package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Message;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.log.MemoryStorage;
import io.keelson.node.wire.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole nodes, three or one, over ports in memory. */
class NodeClusterTest {
    private static final long GROUP = MemoryCluster.GROUP;

    @Test
    void aCommandIsAppliedOnEveryMemberAndReadFromAny() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Box<Bytes> answer = leader.propose("a");
        cluster.until("an answer", answer::isFull);
        assertEquals("a", answer.done().toUtf8());
        for (Machine machine : cluster.members.values()) {
            Box<List<String>> read = machine.read();
            cluster.until("a read at " + machine.id, read::isFull);
            assertEquals(List.of("a"), read.done());
        }
        assertEquals(List.of(), cluster.objections);
    }

    @Test
    void aFollowerForwardsACommandOnce() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        Box<Bytes> answer = follower.propose("a");
        cluster.until("an answer", answer::isFull);
        assertEquals("a", answer.done().toUtf8());
        cluster.run(200);
        assertEquals(List.of("a"), cluster.leader().journal.applied);
    }

    @Test
    void aForwardedCommandWhoseAnswerIsLostIsUnknownThoughApplied() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        cluster.withhold = frame -> frame instanceof Frame.ForwardedOutcome;
        Box<Bytes> answer = follower.propose("a");
        cluster.until("an answer", answer::isFull);
        assertInstanceOf(Outcome.Unknown.class, answer.outcome);
        assertEquals(List.of("a"), cluster.leader().journal.applied, "forwarded once, and never again");
    }

    @Test
    void withoutALeaderACommandWaitsForOne() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.run(5);
        List<Box<Bytes>> answers = cluster.members.values().stream().map(machine -> machine.propose("a" + machine.id)).toList();
        assertFalse(answers.stream().anyMatch(Box::isFull));
        cluster.until("answers", () -> answers.stream().allMatch(Box::isFull));
        answers.forEach(Box::done);
        assertEquals(3, cluster.leader().journal.applied.size());
    }

    /** More than the log has room for at a time: each is taken as soon as there is. */
    @Test
    void manyCommandsThatWaitedForALeaderAreAllTaken() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.run(5);
        List<Box<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(cluster.machine(1 + i % 3).propose("c" + i + "-" + "x".repeat(6000)));
        }
        cluster.until("answers", () -> answers.stream().allMatch(Box::isFull));
        answers.forEach(Box::done);
        assertEquals(60, cluster.leader().journal.applied.size());
    }

    @Test
    void aCommandThatNoLeaderTookInTimeIsNotApplied() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.cut = member -> true;
        Box<Bytes> answer = cluster.machine(1).propose("a");
        cluster.until("the time limit", answer::isFull);
        assertEquals(new Outcome.NotApplied<Bytes>("no leader was known within the time limit", 0), answer.outcome);
    }

    @Test
    void aCommandForALeaderThatHasJustDiedWaitsForTheNext() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine follower = cluster.follower();
        leader.kill();
        assertEquals(leader.id, follower.status().leader());
        Box<Bytes> answer = follower.propose("a");
        cluster.until("an answer", answer::isFull);
        assertEquals("a", answer.done().toUtf8());
        assertEquals(List.of("a"), cluster.leader().journal.applied);
    }

    @Test
    void aForwardedCommandDoesNotWaitForALeader() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine deposed = cluster.leader();
        Machine follower = cluster.follower();
        cluster.withhold = frame -> frame instanceof Frame.Protocol protocol && protocol.message() instanceof Message.AppendEntriesResponse;
        cluster.until("the leader hears from no quorum", () -> deposed.status().leader() == Configuration.NOBODY);
        assertEquals(deposed.id, follower.status().leader());
        Box<Bytes> answer = follower.propose("a");
        cluster.run(5);
        assertEquals(new Outcome.NotApplied<Bytes>("this member does not lead", 0), answer.outcome);
    }

    @Test
    void aCommandThatWaitsForALeaderIsNotAppliedIfItsNodeGoes() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.run(5);
        Box<Bytes> answer = cluster.machine(1).propose("a");
        cluster.machine(1).node.close();
        assertEquals(new Outcome.NotApplied<Bytes>("this node was closed", 0), answer.outcome);
    }

    @Test
    void aCommandOfADeposedLeaderThatAnotherEntryReplacedIsNotApplied() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine deposed = cluster.leader();
        cluster.cut = member -> member == deposed.id;
        Box<Bytes> lost = deposed.propose("lost");
        Machine successor = cluster.leader();
        assertNotEquals(deposed.id, successor.id);
        Box<Bytes> kept = successor.propose("kept");
        cluster.until("an answer", kept::isFull);
        cluster.cut = member -> false;
        cluster.until("an answer", lost::isFull);
        assertInstanceOf(Outcome.NotApplied.class, lost.outcome);
        cluster.until("the deposed leader catches up", () -> deposed.journal.applied.equals(List.of("kept")));
    }

    @Test
    void aCommandThatCanNotCommitInTimeIsUnknownAndAReadNotApplied() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        cluster.cut = member -> member == leader.id;
        Box<Bytes> command = leader.propose("a");
        Box<List<String>> read = leader.read();
        cluster.cut = member -> true;
        cluster.until("the time limit", () -> command.isFull() && read.isFull());
        assertInstanceOf(Outcome.Unknown.class, command.outcome);
        assertInstanceOf(Outcome.NotApplied.class, read.outcome);
    }

    @Test
    void aReadThatFindsNoLeaderIsServedOnceThereIsOne() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Box<Bytes> answer = leader.propose("a");
        cluster.until("an answer", answer::isFull);
        leader.crash();
        Machine reader = cluster.members.values().stream().filter(machine -> machine != leader).findFirst().orElseThrow();
        cluster.until("no leader known", () -> reader.status().leader() == Configuration.NOBODY);
        Box<List<String>> read = reader.read();
        assertFalse(read.isFull());
        cluster.until("a read", read::isFull);
        assertEquals(List.of("a"), read.done());
    }

    @Test
    void acknowledgedCommandsSurviveACrashOfAll() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String command = "c" + i + "-" + "x".repeat(6000);
            Box<Bytes> answer = cluster.leader().propose(command);
            cluster.until("an answer", answer::isFull);
            answer.done();
            acknowledged.add(command);
        }
        long incarnation = cluster.machine(1).node.incarnation();
        cluster.members.values().forEach(Machine::crash);
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        Box<List<String>> read = cluster.leader().read();
        cluster.until("a read", read::isFull);
        assertEquals(acknowledged, read.done());
        assertEquals(incarnation, cluster.machine(1).node.incarnation());
        assertTrue(cluster.machine(1).disk.list().size() > 3, "several segments were filled");
        assertEquals(List.of(), cluster.objections);
    }

    @Test
    void aSessionAppliesACommandOnceHoweverOftenItComes() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Machine follower = cluster.follower();
        Box<Long> session = follower.ask(reply -> follower.node.openSession(GROUP, 10_000, reply));
        cluster.until("a session", session::isFull);
        Box<Bytes> first = propose(leader, session.done(), 1, "a");
        Box<Bytes> again = propose(follower, session.done(), 1, "a");
        cluster.until("answers", () -> first.isFull() && again.isFull());
        assertEquals(first.outcome, again.outcome, "answer and index of the first application");
        assertEquals(List.of("a"), leader.journal.applied);
    }

    @Test
    void anExpiredSessionIsRefusedForGood() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(1);
        Machine machine = cluster.leader();
        Box<Long> session = machine.ask(reply -> machine.node.openSession(GROUP, 50, reply));
        cluster.until("a session", session::isFull);
        cluster.run(100);
        for (int i = 0; i < 2; i++) {
            Box<Bytes> late = propose(machine, session.done(), 1, "a");
            cluster.until("an answer", late::isFull);
            assertInstanceOf(Outcome.Refused.class, late.outcome);
        }
        assertEquals(List.of(), machine.journal.applied);
    }

    private static Box<Bytes> propose(Machine machine, long session, long sequence, String command) {
        return machine.ask(reply -> machine.node.propose(GROUP, session, sequence, Bytes.utf8(command), reply));
    }

    @Test
    void logTimeNeverFallsWhenTheWallClockDoes() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(1);
        Machine machine = cluster.leader();
        for (long offset : new long[] {1000, -500, 2000}) {
            machine.wallOffset = offset;
            Box<Bytes> answer = machine.propose("at " + offset);
            cluster.until("an answer", answer::isFull);
        }
        List<Long> times = machine.journal.times;
        assertEquals(times.get(0), times.get(1));
        assertTrue(times.get(2) > times.get(1));
    }

    @Test
    void limitsAreToldByName() throws Exception {
        MemoryCluster cluster = new MemoryCluster(1);
        cluster.maxPendingCommands = 2;
        cluster.machine(1).start();
        Machine machine = cluster.leader();
        Box<Bytes> large = machine.propose("x".repeat(9000));
        assertEquals(new Outcome.Refused<Bytes>("the command has 9000 bytes, the limit is 8192"), large.outcome);
        machine.propose("a");
        machine.propose("b");
        Box<Bytes> third = machine.propose("c");
        assertInstanceOf(Outcome.NotApplied.class, third.outcome);
    }

    @Test
    void aFailedForceStopsTheNodeAndNothingLeavesItAfterwards() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        Box<Bytes> command = leader.propose("a");
        leader.disk.failOne();
        long sent = leader.node.status().counters().framesOut();
        leader.node.flush();
        assertInstanceOf(Outcome.Unknown.class, command.outcome);
        assertEquals(1, leader.fatal.size());
        assertTrue(leader.fatal.get(0).contains("input/output error"), leader.fatal.get(0));
        cluster.run(1000);
        assertEquals(sent, leader.node.status().counters().framesOut());
        Box<Bytes> late = leader.propose("b");
        assertInstanceOf(Outcome.NotApplied.class, late.outcome);
        assertEquals(1, leader.fatal.size());
    }

    @Test
    void aNodeThatHasStoppedDoesNotEvenAnswerWhatWasForwardedToIt() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        Machine leader = cluster.leader();
        follower.propose("a");
        leader.node.onFrame(leader.inbox.removeLast());
        leader.node.flush();
        assertTrue(leader.disk.underWay() > 0, "the command is on its way to the disk");
        long sent = leader.node.status().counters().framesOut();
        leader.disk.failOne();
        leader.node.flush();
        assertEquals(1, leader.fatal.size());
        assertEquals(sent, leader.node.status().counters().framesOut());
    }

    @Test
    void aFullDiskRefusesCommandsAndKeepsWhatItAcknowledged() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        List<String> acknowledged = new ArrayList<>();
        cluster.leader();
        cluster.members.values().forEach(machine -> machine.disk.capacity(machine.disk.used()));
        Outcome<Bytes> last = null;
        for (int i = 0; i < 60 && !(last instanceof Outcome.NotApplied); i++) {
            String command = "c" + i + "-" + "x".repeat(7000);
            Box<Bytes> answer = cluster.leader().propose(command);
            cluster.until("an answer", answer::isFull);
            last = answer.outcome;
            if (last instanceof Outcome.Done) {
                acknowledged.add(command);
            }
        }
        Outcome.NotApplied<?> refusal = assertInstanceOf(Outcome.NotApplied.class, last);
        assertTrue(refusal.reason().contains("disk is full"), refusal.reason());
        assertTrue(acknowledged.size() > 3, "the segments at hand were used: " + acknowledged.size());

        Machine deposed = cluster.leader();
        cluster.cut = member -> member == deposed.id;
        Box<List<String>> read = cluster.leader().read();
        cluster.until("a read from a leader elected on a full disk", read::isFull);
        assertEquals(acknowledged, read.done());

        cluster.cut = member -> false;
        cluster.members.values().forEach(machine -> machine.disk.capacity(Long.MAX_VALUE));
        cluster.until("the deposed leader follows", () -> !deposed.leads());
        Box<Bytes> answer = cluster.leader().propose("again");
        cluster.until("an answer", answer::isFull);
        answer.done();
        cluster.members.values().forEach(machine -> assertEquals(List.of(), machine.fatal));
    }

    @Test
    void aMemberThatComesBackWithAnotherDirectoryIsAStranger() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.until("all are bound", () -> cluster.members.values().stream().allMatch(machine -> machine.status().configuration().isBound()));
        Machine follower = cluster.follower();
        long bound = follower.node.incarnation();
        follower.node = null;
        follower.disk = new MemoryStorage();
        follower.start();
        assertNotEquals(bound, follower.node.incarnation());
        assertFalse(follower.status().stranger(), "nobody has told it yet");
        cluster.until("it is told", () -> follower.status().stranger());
        Box<Bytes> answer = cluster.leader().propose("without it");
        cluster.until("an answer", answer::isFull);
        answer.done();
        cluster.run(1000);
        assertEquals(0, follower.status().lastIndex(), "what is sent is for the directory that was lost");
        assertEquals(bound, cluster.leader().status().configuration().boundTo(follower.id));
    }

    @Test
    void anotherMembersDirectoryIsRefusedAndLeftAlone() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.leader();
        MemoryStorage taken = cluster.machine(1).disk.crash((file, sector) -> false);
        List<String> files = taken.list();
        Machine thief = cluster.machine(2);
        thief.disk = taken;
        NodeOpenException refusal = assertThrows(NodeOpenException.class, thief::start);
        assertTrue(refusal.getMessage().contains("belongs to member 1, not to 2"), refusal.getMessage());
        assertEquals(0, taken.writes());
        assertEquals(files, taken.list());
    }

    @Test
    void anAnswerToAReadOfAnEarlierProcessServesNoReadOfThisOne() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        cluster.until("an answer", leader.propose("a")::isFull);
        Machine reader = cluster.follower();
        cluster.withhold = frame -> carries(frame, Message.ReadIndexResponse.class, reader);
        reader.read();
        cluster.until("an answer on its way", () -> !cluster.withheld.isEmpty());
        ByteBuffer late = cluster.withheld.get(0);

        reader.crash();
        reader.start();
        cluster.until("the reader is back", () -> reader.journal.applied.equals(List.of("a")));
        cluster.cut = member -> member == reader.id;
        cluster.until("an answer", leader.propose("b")::isFull);
        Box<List<String>> read = reader.read();
        assertNull(reader.node.onFrame(late));
        reader.node.flush();
        assertFalse(read.isFull(), () -> "b was acknowledged before the read began, which was told " + read.outcome);
    }

    @Test
    void anAnswerToACommandOfAnEarlierProcessAnswersNoCommandOfThisOne() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        cluster.withhold = frame -> frame instanceof Frame.ForwardedOutcome;
        follower.propose("a");
        cluster.until("an answer on its way", () -> !cluster.withheld.isEmpty());

        follower.crash();
        follower.start();
        cluster.until("the leader is known again", () -> follower.status().leader() == cluster.leader().id);
        cluster.cut = member -> member == follower.id;
        Box<Bytes> second = follower.propose("b");
        assertNull(follower.node.onFrame(cluster.withheld.get(0)));
        follower.node.flush();
        assertFalse(second.isFull(), () -> "the command never left this member, and was told " + second.outcome);
    }

    private static boolean carries(Frame frame, Class<? extends Message> kind, Machine to) {
        return frame instanceof Frame.Protocol protocol && kind.isInstance(protocol.message()) && frame.header().to() == to.id;
    }

    @Test
    void aClientThatTriesAgainAtOnceDoesNotKeepTheNodeFromItsWork() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        cluster.run(5);
        Machine machine = cluster.machine(1);
        int[] attempts = {0};
        retryAtOnce(machine, attempts);
        machine.node.flush();
        assertTrue(attempts[0] < 1000, "the answers of one batch brought no end of requests: " + attempts[0]);
    }

    private static void retryAtOnce(Machine machine, int[] attempts) {
        if (attempts[0]++ < 1000) {
            machine.node.propose(GROUP, Bytes.utf8("a"), outcome -> retryAtOnce(machine, attempts));
        }
    }
}
