package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Role;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that have nothing to do fall quiet, and nobody waits longer for it when their leader is gone. */
class RestingTest {
    private static final int GROUPS = 12;

    /** An election may collide with another once: twice the longest election timeout, and a little for messages and disks. */
    private static final int BOUND_MILLIS = 2 * 600 + 50;

    private MemoryCluster cluster;
    private final List<Frame> sent = new ArrayList<>();

    @BeforeEach
    void start() throws NodeOpenException {
        start(13);
    }

    private void start(long seed) throws NodeOpenException {
        cluster = new MemoryCluster(3, seed);
        cluster.groups = GROUPS;
        cluster.withhold = frame -> {
            sent.add(frame);
            return false;
        };
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        awaitRest();
    }

    private void awaitRest() {
        cluster.until("all groups rest everywhere", () -> alive().stream().allMatch(machine -> resting(machine) == GROUPS));
    }

    private List<Machine> alive() {
        return cluster.members.values().stream().filter(machine -> machine.node != null).toList();
    }

    private static int resting(Machine machine) {
        return (int) machine.node.groups().ids().stream().filter(machine.node::isResting).count();
    }

    /** The leader of each group as all who are alive and not cut off see it; none where they differ. */
    private TreeMap<Long, Long> leaders(List<Machine> among) {
        TreeMap<Long, Long> leaders = new TreeMap<>();
        for (long group = 1; group <= GROUPS; group++) {
            long id = group;
            List<Long> seen = among.stream().map(machine -> machine.node.status().groups().get((int) id - 1).leader()).distinct().toList();
            if (seen.size() == 1 && seen.getFirst() != 0) {
                leaders.put(group, seen.getFirst());
            }
        }
        return leaders;
    }

    private List<Long> terms() {
        return alive().stream().flatMap(machine -> machine.node.status().groups().stream()).map(NodeStatus.GroupStatus::term).toList();
    }

    private Machine busiestLeader() {
        TreeMap<Long, Long> leaders = leaders(alive());
        return cluster.members.values().stream()
                .max(java.util.Comparator.comparingLong(machine -> leaders.values().stream().filter(leader -> leader == machine.id).count()))
                .orElseThrow();
    }

    private List<Machine> others(Machine machine) {
        return alive().stream().filter(other -> other != machine).toList();
    }

    private int millisUntilLed(List<Machine> survivors, Machine gone) {
        for (int millis = 0; millis < 20_000; millis++) {
            TreeMap<Long, Long> leaders = leaders(survivors);
            if (leaders.size() == GROUPS && !leaders.containsValue(gone.id)) {
                return millis;
            }
            cluster.step();
        }
        throw new AssertionError("some groups are never led again: " + leaders(survivors));
    }

    @Test
    void restingGroupsCostABeatBetweenTwoNodesAndNoMore() {
        sent.clear();
        List<Long> terms = terms();
        cluster.run(1_000);
        assertTrue(sent.stream().allMatch(frame -> frame instanceof Frame.Beat beat && beat.list().isEmpty()), "nothing but beats");
        assertTrue(sent.size() <= 3 * 2 * 21, sent.size() + " beats in a second");
        assertEquals(terms, terms());
    }

    @Test
    void theGroupsOfADeadLeaderAreLedAgainWithinTheUsualBound() {
        Machine dead = busiestLeader();
        dead.crash();
        int millis = millisUntilLed(others(dead), dead);
        assertTrue(millis <= BOUND_MILLIS, "after " + millis + " ms");
    }

    @Test
    void aDeadFollowerLeavesItsLeadersLeading() {
        Machine dead = busiestLeader();
        TreeMap<Long, Long> before = leaders(alive());
        dead.crash();
        cluster.run(3_000);
        TreeMap<Long, Long> after = leaders(others(dead));
        before.values().removeIf(leader -> leader == dead.id);
        before.forEach((group, leader) -> assertEquals(leader, after.get(group), "group " + group));
    }

    @Test
    void aPartitionWakesAndAfterItAllRestAgain() {
        Machine alone = busiestLeader();
        cluster.cut = member -> member == alone.id;
        int millis = millisUntilLed(others(alone), alone);
        assertTrue(millis <= BOUND_MILLIS, "after " + millis + " ms");
        cluster.until("the one alone leads nothing", () -> alone.node.status().groups().stream().noneMatch(group -> group.role() == Role.LEADER));
        cluster.cut = member -> false;
        awaitRest();
        assertEquals(GROUPS, leaders(alive()).size());
        assertEquals(List.of(), cluster.objections);
    }

    @Test
    void aRestingGroupServesAtOnceOnEveryNode() {
        for (Machine machine : cluster.members.values()) {
            Box<Bytes> box = machine.ask(reply -> machine.node.propose(5, Bytes.utf8("from " + machine.id), reply));
            cluster.until("it is applied", box::isFull);
            box.done();
            Box<Integer> read = machine.ask(reply -> machine.node.read(5, replica -> ((MemoryCluster.Journal) replica).applied.size(), reply));
            cluster.until("it is read", read::isFull);
            assertEquals((int) machine.id, read.done());
            awaitRest();
        }
    }

    @Test
    void everySecondBeatMayBeLost() {
        cluster.withhold = frame -> frame instanceof Frame.Beat && cluster.random.nextBoolean();
        List<Long> terms = terms();
        cluster.run(5_000);
        assertEquals(terms, terms());
        awaitRest();
    }

    /** A leader that rests again, and whose followers do not hear of it, must not rest for long. */
    @Test
    void beatsThatNeverArriveDisturbNoLeader() throws NodeOpenException {
        for (long seed = 0; seed < 12; seed++) {
            start(seed);
            Machine leader = busiestLeader();
            cluster.withhold = frame -> frame instanceof Frame.Beat && frame.header().from() == leader.id;
            List<Long> terms = terms();
            cluster.run(5_000);
            assertEquals(terms, terms(), "woken followers wake their leaders, whose heartbeats arrive; seed " + seed);
        }
    }

    @Test
    void anOldBeatPutsNoElectionOff() throws NodeOpenException {
        List<ByteBuffer> old = new ArrayList<>();
        Machine dead = busiestLeader();
        cluster.withhold = frame -> frame instanceof Frame.Beat && frame.header().from() == dead.id;
        cluster.run(200);
        old.addAll(cluster.withheld);
        cluster.withhold = frame -> false;
        awaitRest();
        cluster.run(1_000);
        dead.crash();
        int millis = 0;
        while (leaders(others(dead)).containsValue(dead.id) && millis < 5_000) {
            if (millis % 50 == 0) {
                old.forEach(beat -> cluster.machine(frameTo(beat)).inbox.add(beat.duplicate()));
            }
            cluster.step();
            millis++;
        }
        assertTrue(millis <= BOUND_MILLIS, "after " + millis + " ms");
    }

    private static long frameTo(ByteBuffer frame) {
        return MemoryCluster.decoded(frame).header().to();
    }

    @Test
    void aRestartedFollowerFindsItsLeadersAndRests() throws NodeOpenException {
        Machine restarted = others(busiestLeader()).getFirst();
        restarted.crash();
        restarted.start();
        cluster.run(100);
        awaitRest();
        assertEquals(GROUPS, leaders(alive()).size());
    }

    @Test
    void aRestartedLeaderIsNotTrustedForItsFormerLife() throws NodeOpenException {
        Machine restarted = busiestLeader();
        restarted.crash();
        restarted.start();
        int millis = 0;
        cluster.step();
        while (leaders(alive()).size() < GROUPS && millis++ < 20_000) {
            cluster.step();
        }
        assertTrue(millis <= BOUND_MILLIS, "after " + millis + " ms");
        assertFalse(alive().isEmpty());
    }

    @Test
    void fewGroupsDoNotRest() throws NodeOpenException {
        MemoryCluster few = MemoryCluster.started(3);
        few.leader();
        few.run(2_000);
        few.members.values().forEach(machine -> assertFalse(machine.node.isResting(MemoryCluster.GROUP)));
    }
}
