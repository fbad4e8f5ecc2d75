package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.placement.LeaderPlan;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Groups come and go while a node runs, and leaders are spread evenly. */
class GroupsTest {
    private static MemoryCluster started(int groups) throws NodeOpenException {
        MemoryCluster cluster = new MemoryCluster(3);
        cluster.groups = groups;
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        cluster.until("all groups are led", () -> led(cluster).values().stream().mapToInt(count -> count).sum() == groups);
        return cluster;
    }

    /** How many groups each member leads that all members agree upon. */
    private static TreeMap<Long, Integer> led(MemoryCluster cluster) {
        TreeMap<Long, Integer> led = new TreeMap<>();
        for (Machine machine : cluster.members.values()) {
            if (machine.node != null) {
                led.put(machine.id, (int) machine.node.status().groups().stream().filter(group -> group.role() == Role.LEADER).count());
            }
        }
        return led;
    }

    private static void balance(MemoryCluster cluster) {
        for (Machine machine : cluster.members.values()) {
            if (machine.node != null) {
                machine.node.groups().balanceLeaders();
                machine.node.flush();
            }
        }
        cluster.run(700);
    }

    private static void untilBalanced(MemoryCluster cluster, List<Integer> counts) {
        for (int i = 0; i < 10 && !List.copyOf(led(cluster).values()).equals(counts); i++) {
            balance(cluster);
        }
        assertEquals(counts, List.copyOf(led(cluster).values()));
    }

    @Test
    void nineGroupsOnThreeMembersAreLedByThreeEachAndAgainAfterACrash() throws NodeOpenException {
        MemoryCluster cluster = started(9);
        untilBalanced(cluster, List.of(3, 3, 3));
        Machine crashed = cluster.machine(2);
        crashed.crash();
        cluster.until("the others lead all", () -> led(cluster).values().stream().mapToInt(count -> count).sum() == 9);
        crashed.start();
        cluster.run(1_000);
        untilBalanced(cluster, List.of(3, 3, 3));
    }

    @Test
    void aDryRunChangesNothingAndSaysWhyTheRestStays() throws NodeOpenException {
        MemoryCluster cluster = started(9);
        untilBalanced(cluster, List.of(3, 3, 3));
        LeaderPlan plan = cluster.machine(1).node.groups().leaderPlan();
        assertEquals(List.of(), plan.moves());
        assertEquals(9, plan.kept().size());
        assertTrue(plan.kept().stream().allMatch(kept -> kept.reason().matches("member \\d will lead 3, member \\d 3; member \\d will lead 3, member \\d 3")), plan.toString());
    }

    @Test
    void aGroupIsCreatedServesAndIsRemoved() throws NodeOpenException {
        MemoryCluster cluster = started(1);
        for (Machine machine : cluster.members.values()) {
            machine.node.groups().create(new GroupSettings(7, Configuration.of(1, 2, 3), new MemoryCluster.Journal(true)));
            machine.node.flush();
            cluster.run(30);
        }
        cluster.until("it is led", () -> cluster.machine(1).node.status().groups().get(1).leader() != 0);
        Machine asked = cluster.machine(2);
        Box<Bytes> done = asked.ask(reply -> asked.node.propose(7, Bytes.utf8("hello"), reply));
        cluster.until("it is applied", done::isFull);
        assertEquals("hello", done.done().toUtf8());
        assertThrows(IllegalArgumentException.class, () -> asked.node.groups().create(new GroupSettings(7, Configuration.of(1, 2, 3), new MemoryCluster.Journal(true))));
        asked.node.groups().remove(7);
        Box<Bytes> refused = asked.ask(reply -> asked.node.propose(7, Bytes.utf8("again"), reply));
        assertInstanceOf(Outcome.Refused.class, refused.outcome);
        cluster.run(2_000);
        assertEquals(List.of(1L), asked.node.groups().ids());
        assertEquals(List.of(), cluster.objections, "frames for a group that is gone are for nobody, and close no connection");
        assertThrows(IllegalArgumentException.class, () -> asked.node.groups().create(new GroupSettings(7, Configuration.of(1, 2, 3), new MemoryCluster.Journal(true))));
    }

    @Test
    void whoWaitsOnAGroupThatIsRemovedIsAnswered() throws NodeOpenException {
        MemoryCluster cluster = started(1);
        Machine leader = cluster.leader();
        leader.stalled = true;
        Box<Bytes> command = leader.propose("x");
        leader.node.groups().remove(MemoryCluster.GROUP);
        assertInstanceOf(Outcome.Unknown.class, command.outcome);
        leader.stalled = false;
        cluster.run(500);
        assertEquals(List.of(), leader.fatal);
    }
}
