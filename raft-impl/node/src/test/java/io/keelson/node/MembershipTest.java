package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.MembershipChange.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes of membership, from any member's client to the configuration in force (thesis chapter 4). */
class MembershipTest {
    private static final MemberInfo FOUR = new MemberInfo("four", "host:2380", List.of("http://host:2379"));

    private static final long GROUP = MemoryCluster.GROUP;

    /** A learner is promoted once its leader knows that it has the configuration that it joined. */
    private static void untilKnownToHaveAll(MemoryCluster cluster, long member) {
        Node leader = cluster.leader().node;
        cluster.until("its leader knows", () -> leader.capture(GROUP).progress().get(member).matchIndex() == leader.capture(GROUP).lastIndex());
    }

    private static <T> Outcome<T> outcome(MemoryCluster cluster, Box<T> box) {
        cluster.until("an outcome", box::isFull);
        return box.outcome;
    }

    private static void done(MemoryCluster cluster, Box<?> box) {
        assertInstanceOf(Outcome.Done.class, outcome(cluster, box));
    }

    private static String refusal(MemoryCluster cluster, Box<?> box) {
        return assertInstanceOf(Outcome.Refused.class, outcome(cluster, box)).reason();
    }

    @Test
    void aMemberIsAddedAsALearnerAndPromotedAskedOfAFollower() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        done(cluster, cluster.leader().propose("before"));
        Machine follower = cluster.follower();
        Machine fourth = cluster.join(4);
        done(cluster, follower.change(Kind.ADD_LEARNER, 4));
        assertEquals(List.of(4L), cluster.leader().node.members().appliedConfiguration(GROUP).learners());
        cluster.until("it has it all", () -> fourth.journal.applied.equals(List.of("before")));
        untilKnownToHaveAll(cluster, 4);
        done(cluster, follower.change(Kind.PROMOTE, 4));
        assertEquals(Configuration.of(1, 2, 3, 4).voters(), cluster.leader().node.members().appliedConfiguration(GROUP).voters());
        assertTrue(!cluster.leader().node.members().configuration(GROUP).isJoint());
        done(cluster, fourth.propose("by the new one"));
    }

    @Test
    void aNewMemberIsSentASnapshotIfTheLogIsGone() throws Exception {
        MemoryCluster cluster = new MemoryCluster(3);
        cluster.snapshots = new SnapshotSettings(20, 1 << 20, 5, 1 << 20, 64);
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        for (int i = 0; i < 60; i++) {
            done(cluster, cluster.leader().propose("c" + i));
        }
        Machine fourth = cluster.join(4);
        done(cluster, cluster.leader().change(Kind.ADD_LEARNER, 4));
        cluster.until("it has it all", () -> fourth.journal.applied.size() == 60);
        assertEquals(1, fourth.node.status().counters().snapshotsInstalled());
        untilKnownToHaveAll(cluster, 4);
        done(cluster, cluster.leader().change(Kind.PROMOTE, 4));
        fourth.crash();
        fourth.start();
        cluster.until("it knows the group again", () -> fourth.node.members().configuration(GROUP).voters().size() == 4);
    }

    @Test
    void theLeaderIsRemovedAndMakesRoom() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(4);
        Machine leader = cluster.leader();
        done(cluster, leader.change(Kind.REMOVE, leader.id));
        cluster.until("another leads", () -> cluster.members.values().stream().anyMatch(machine -> machine != leader && machine.leads()));
        Machine successor = cluster.members.values().stream().filter(machine -> machine != leader && machine.leads()).findFirst().orElseThrow();
        done(cluster, successor.propose("after"));
        assertEquals(3, successor.node.members().appliedConfiguration(GROUP).voters().size());
    }

    @Test
    void guardsTellTheirReasons() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        assertEquals("member 7 does not belong to the group", refusal(cluster, leader.change(Kind.REMOVE, 7)));
        assertEquals("member 7 is no learner of the group; add it as one first", refusal(cluster, leader.change(Kind.PROMOTE, 7)));
        assertEquals("member 2 belongs to the group already", refusal(cluster, leader.change(Kind.ADD_LEARNER, 2)));
        done(cluster, leader.propose("something to lack"));
        done(cluster, leader.change(Kind.ADD_LEARNER, 4));
        MemberLag lag = new MemberLag(cluster);
        assertEquals("still behind: [4]; promote them when they have caught up", refusal(cluster, lag.leader().change(Kind.PROMOTE, 4)));
        Machine away = cluster.follower();
        away.crash();
        cluster.run(700);
        Machine other = cluster.members.values().stream().filter(machine -> machine.node != null && machine != cluster.leader()).findFirst().orElseThrow();
        String few = refusal(cluster, cluster.leader().change(Kind.REMOVE, other.id));
        assertTrue(few.startsWith("of the voters that there would be only ["), few);
        assertEquals("another change of membership is under way; try again when it is over", twoAtOnce(cluster));
    }

    /** More than the settings allow a new voter to lack. */
    private record MemberLag(MemoryCluster cluster) {
        Machine leader() {
            for (int i = 0; i < cluster.member.catchUpLag() + 1; i += 50) {
                List<Box<Bytes>> boxes = java.util.stream.IntStream.range(0, 50).mapToObj(n -> cluster.leader().propose("x")).toList();
                boxes.forEach(box -> done(cluster, box));
            }
            return cluster.leader();
        }
    }

    private static String twoAtOnce(MemoryCluster cluster) {
        Machine leader = cluster.leader();
        leader.node.members().change(GROUP, new MembershipChange(Kind.REMOVE, 4), told -> {});
        return refusal(cluster, leader.change(Kind.ADD_LEARNER, 5));
    }

    @Test
    void aRemovedMemberIsToldAndStops() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(4);
        Machine leader = cluster.leader();
        Machine gone = cluster.follower();
        done(cluster, leader.change(Kind.REMOVE, gone.id));
        done(cluster, leader.<Long>ask(reply -> leader.node.members().forget(GROUP, gone.id, reply)));
        cluster.until("it stops", () -> !gone.fatal.isEmpty());
        assertTrue(gone.fatal.getFirst().startsWith(Node.REMOVED + " from group 1, as member "), gone.fatal.toString());
        assertInstanceOf(Outcome.NotApplied.class, outcome(cluster, gone.propose("late")));
        done(cluster, leader.propose("without it"));
    }

    private static void rememberFour(MemoryCluster cluster, Machine asked) {
        done(cluster, asked.<Long>ask(reply -> asked.node.members().remember(GROUP, 4, FOUR.encode(), true, reply)));
        cluster.run(200);
    }

    @Test
    void whatTheGroupKnowsOfItsMembersIsReplicatedAndAnIdIsGivenOnce() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        rememberFour(cluster, follower);
        for (Machine machine : cluster.members.values()) {
            assertEquals(FOUR, MemberInfo.decode(machine.node.members().known(GROUP).contexts().get(4L)));
        }
        Outcome<Long> again = outcome(cluster, follower.<Long>ask(reply -> follower.node.members().remember(GROUP, 4, FOUR.encode(), true, reply)));
        assertInstanceOf(Outcome.NotApplied.class, again);
        done(cluster, follower.<Long>ask(reply -> follower.node.members().forget(GROUP, 4, reply)));
        Outcome<Long> reused = outcome(cluster, follower.<Long>ask(reply -> follower.node.members().remember(GROUP, 4, FOUR.encode(), true, reply)));
        assertInstanceOf(Outcome.NotApplied.class, reused);
        assertNotEquals(0, cluster.leader().node.members().known(GROUP).lastId());
    }

    @Test
    void whoIsForgottenBelongsToNoGroupUnlessAConfigurationHoldsIt() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        rememberFour(cluster, leader);
        assertEquals(Set.of(), leader.node.members().departed());
        done(cluster, leader.<Long>ask(reply -> leader.node.members().forget(GROUP, 4, reply)));
        assertEquals(Set.of(4L), leader.node.members().departed());
        done(cluster, leader.change(Kind.ADD_LEARNER, 4));
        assertEquals(Set.of(), leader.node.members().departed(), "a learner belongs to the group");
        done(cluster, leader.change(Kind.REMOVE, 4));
        assertEquals(Set.of(4L), leader.node.members().departed());
        done(cluster, leader.<Long>ask(reply -> leader.node.members().remember(GROUP, 4, FOUR.encode(), false, reply)));
        assertEquals(Set.of(), leader.node.members().departed(), "it comes back");
    }

    /** What is in the log but not applied may yet be in force, and may yet be cut off. */
    @Test
    void aConfigurationThatIsNotAppliedHoldsItsMembersToo() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        rememberFour(cluster, leader);
        done(cluster, leader.<Long>ask(reply -> leader.node.members().forget(GROUP, 4, reply)));
        done(cluster, leader.change(Kind.ADD_LEARNER, 4));
        leader.change(Kind.REMOVE, 4);
        cluster.until("its removal is appended", () -> !leader.node.members().configuration(GROUP).members().contains(4L));
        assertTrue(leader.node.members().appliedConfiguration(GROUP).members().contains(4L), "and not applied");
        assertEquals(Set.of(), leader.node.members().departed());
        cluster.run(200);
        assertEquals(Set.of(4L), leader.node.members().departed());
    }

    /** Nothing but an entry that nobody has applied says that it comes back: it must be reached to be let in. */
    @Test
    void whoIsAnnouncedHasNotDeparted() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine leader = cluster.leader();
        rememberFour(cluster, leader);
        done(cluster, leader.<Long>ask(reply -> leader.node.members().forget(GROUP, 4, reply)));
        cluster.cut = member -> member == leader.id;
        leader.<Long>ask(reply -> leader.node.members().remember(GROUP, 4, FOUR.encode(), false, reply));
        assertEquals(Map.of(4L, FOUR.encode()), leader.node.members().announced(GROUP));
        assertEquals(Map.of(), leader.node.members().known(GROUP).contexts(), "and not applied");
        assertEquals(Set.of(), leader.node.members().departed());
    }

    /** It can't know what of its log is committed before a leader tells it, and the leader may be the one that it would not know. */
    @Test
    void whoHasJustStartedKnowsMembersFromItsLog() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine follower = cluster.follower();
        rememberFour(cluster, follower);
        assertEquals(Map.of(), follower.node.members().announced(GROUP), "it is known");
        follower.kill();
        follower.start();
        assertEquals(Map.of(), follower.node.members().known(GROUP).contexts());
        assertEquals(Map.of(4L, FOUR.encode()), follower.node.members().announced(GROUP));
    }

    @Test
    void aChangeThatIsOvertakenByAnotherLeaderIsNotTakenForDone() throws Exception {
        MemoryCluster cluster = MemoryCluster.started(3);
        Machine deposed = cluster.leader();
        cluster.cut = member -> member == deposed.id;
        Box<Long> lost = deposed.change(Kind.ADD_LEARNER, 4);
        Machine successor = cluster.leader();
        done(cluster, successor.propose("kept"));
        cluster.cut = member -> false;
        assertInstanceOf(Outcome.NotApplied.class, outcome(cluster, lost));
        assertEquals(List.of(), successor.node.members().appliedConfiguration(GROUP).learners());
    }
}
