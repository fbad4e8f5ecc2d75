package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Role;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the metadata group wants becomes true: groups are founded, led, moved and dropped, whatever happens to nodes meanwhile. */
class GroupKeeperTest {
    private static final long METADATA = MemoryCluster.GROUP;

    private final MemoryCluster cluster;

    GroupKeeperTest() throws NodeOpenException {
        cluster = new MemoryCluster(4);
        cluster.snapshots = new SnapshotSettings(20, 1 << 20, 5, 1 << 20, 4 << 10);
        for (Machine machine : cluster.members.values()) {
            start(machine);
        }
        cluster.leader();
    }

    private static void start(Machine machine) throws NodeOpenException {
        machine.start();
        machine.node.groups().keep(METADATA, group -> new MemoryCluster.Journal(true));
        machine.node.flush();
    }

    private GroupTable table() {
        return cluster.leader().node.groups().table(METADATA);
    }

    private long change(GroupCommand command) {
        Machine asked = cluster.leader();
        Box<Long> box = asked.ask(reply -> asked.node.groups().change(METADATA, command, reply));
        cluster.until("it is answered", box::isFull);
        return box.done();
    }

    private long create(String name, Long... voters) {
        return change(new GroupCommand.Create(table().version(), name, List.of(voters)));
    }

    private void untilSettled(long group) {
        cluster.until("group " + group + " is settled", () -> {
            PlacedGroup placed = table().group(group);
            return placed != null && placed.settled();
        });
    }

    private Bytes propose(long member, long group, String command) {
        Machine asked = cluster.machine(member);
        Box<Bytes> box = null;
        while (box == null || box.outcome instanceof Outcome.NotApplied) {
            // Again, for as long as leadership is being handed over.
            Box<Bytes> next = asked.ask(reply -> asked.node.propose(group, Bytes.utf8(command), reply));
            cluster.step();
            cluster.until("it is answered", next::isFull);
            box = next;
        }
        return box.done();
    }

    private List<Long> holders(long group) {
        return cluster.members.values().stream().filter(machine -> machine.node != null && machine.node.groups().ids().contains(group)).map(machine -> machine.id).toList();
    }

    private TreeMap<Long, Integer> led() {
        TreeMap<Long, Integer> led = new TreeMap<>();
        for (Machine machine : cluster.members.values()) {
            if (machine.node != null) {
                int count = (int) machine.node.status().groups().stream().filter(group -> group.group() >= GroupTable.FIRST_GROUP && group.role() == Role.LEADER).count();
                led.put(machine.id, count);
            }
        }
        return led;
    }

    @Test
    void aGroupIsFoundedWhereItIsWantedAndDroppedWhenItIsDeleted() {
        long group = create("orders", 1L, 2L, 3L);
        untilSettled(group);
        assertEquals(List.of(1L, 2L, 3L), holders(group));
        assertEquals("hello", propose(2, group, "hello").toUtf8());
        change(new GroupCommand.Delete("orders"));
        cluster.until("nobody holds it", () -> holders(group).isEmpty());
        assertEquals(List.of(), table().groups());
        long next = create("orders", 1L, 2L, 3L);
        untilSettled(next);
        assertTrue(next > group);
        assertEquals("anew", propose(1, next, "anew").toUtf8(), "it begins with nothing of the one before");
    }

    @Test
    void nineGroupsOnThreeMembersAreLedByThreeEachAndAreAgainAfterACrash() throws NodeOpenException {
        for (int i = 0; i < 9; i++) {
            create("g" + i, 1L, 2L, 3L);
        }
        cluster.until("three each", () -> List.copyOf(led().values()).equals(List.of(3, 3, 3, 0)));
        Machine crashed = cluster.machine(2);
        crashed.crash();
        cluster.until("the others lead all", () -> led().values().stream().mapToInt(count -> count).sum() == 9);
        start(crashed);
        cluster.until("three each again", () -> List.copyOf(led().values()).equals(List.of(3, 3, 3, 0)));
        cluster.run(1_000);
        List<KeptGroup> report = cluster.machine(1).node.groups().kept();
        assertEquals(9, report.size());
        assertTrue(report.stream().allMatch(kept -> kept.note().equals("its leader is where it belongs")), report::toString);
        assertEquals(List.of(3, 3, 3, 0), List.copyOf(led().values()), "and stays so");
    }

    @Test
    void aReportSaysWhyALeaderIsNotWhereItBelongs() {
        long group = create("only", 1L, 2L, 3L);
        untilSettled(group);
        cluster.until("member 1 leads it", () -> led().get(1L) == 1);
        cluster.machine(1).crash();
        cluster.until("another leads it", () -> led().values().stream().mapToInt(count -> count).sum() == 1);
        long leader = led().entrySet().stream().filter(count -> count.getValue() == 1).findFirst().orElseThrow().getKey();
        cluster.run(700);
        assertEquals("member 1, which should lead it, is behind, or was not heard of lately", cluster.machine(leader).node.groups().kept().getFirst().note());
        long follower = leader == 2 ? 3 : 2;
        assertEquals(
                "member " + leader + " hands it over to member 1 as soon as that one is up to date", cluster.machine(follower).node.groups().kept().getFirst().note());
        assertEquals("member 4 does not hold it: ask one of [1, 2, 3]", cluster.machine(4).node.groups().kept().getFirst().note());
    }

    @Test
    void aReplicaMovesAwayAndBackAndNothingIsLost() {
        long group = create("moving", 1L, 2L, 3L);
        untilSettled(group);
        for (int i = 0; i < 60; i++) {
            propose(1, group, String.valueOf(i));
        }
        change(new GroupCommand.Place(table().version(), group, List.of(2L, 3L, 4L)));
        untilSettled(group);
        cluster.until("member 1 has dropped it", () -> holders(group).equals(List.of(2L, 3L, 4L)));
        Box<Bytes> here = cluster.machine(1).ask(reply -> cluster.machine(1).node.propose(group, Bytes.EMPTY, reply));
        assertInstanceOf(Outcome.Refused.class, here.outcome);
        propose(4, group, "there");
        change(new GroupCommand.Place(table().version(), group, List.of(1L, 3L, 4L)));
        untilSettled(group);
        cluster.until("member 2 has dropped it", () -> holders(group).equals(List.of(1L, 3L, 4L)));
        String journal = propose(1, group, "and back").toUtf8();
        assertTrue(journal.startsWith("0,1,2,") && journal.endsWith("59,there,and back"), journal);
        assertEquals(List.of(), cluster.machine(1).fatal);
        assertTrue(cluster.machine(2).disk.list().stream().noneMatch(name -> name.contains("snapshot-" + "0".repeat(8) + group)), "its snapshots are gone");
    }

    @Test
    void groupsComeBackAfterEveryNodeWasKilledAndOneThatWasDeletedMeanwhileDoesNot() throws NodeOpenException {
        long kept = create("kept", 1L, 2L, 3L);
        long deleted = create("deleted", 2L, 3L, 4L);
        untilSettled(kept);
        untilSettled(deleted);
        propose(1, kept, "before");
        cluster.machine(2).crash();
        change(new GroupCommand.Delete("deleted"));
        for (Machine machine : cluster.members.values()) {
            if (machine.node != null) {
                machine.crash();
            }
        }
        for (Machine machine : cluster.members.values()) {
            start(machine);
        }
        cluster.until("it is held again", () -> holders(kept).equals(List.of(1L, 2L, 3L)));
        cluster.until("it is led", () -> cluster.machine(1).node.status().groups().stream().anyMatch(group -> group.group() == kept && group.leader() != 0));
        assertEquals("before,after", propose(1, kept, "after").toUtf8());
        cluster.until("the deleted one is nowhere", () -> holders(deleted).isEmpty());
    }

    @Test
    void whatWasDeletedOrMovedAwayWhileAMemberWasDownGoesFromItsDiskAndHoldsItsLogBackNoLonger() throws NodeOpenException {
        long deleted = create("deleted", 1L, 2L, 3L);
        long moved = create("moved", 1L, 2L, 3L);
        for (long group : List.of(deleted, moved)) {
            untilSettled(group);
            for (int i = 0; i < 30; i++) {
                propose(2, group, String.valueOf(i));
            }
        }
        Machine away = cluster.machine(3);
        cluster.until("it has a snapshot of each", () -> snapshots(away, deleted) > 0 && snapshots(away, moved) > 0);
        away.crash();
        change(new GroupCommand.Delete("deleted"));
        change(new GroupCommand.Place(table().version(), moved, List.of(1L, 2L, 4L)));
        untilSettled(moved);
        start(away);
        cluster.until("they are off its disk", () -> snapshots(away, deleted) == 0 && snapshots(away, moved) == 0);
        assertEquals(List.of(), away.node.groups().remembered());
        away.crash();
        start(away);
        assertEquals(List.of(), away.node.groups().remembered(), "nor does its log know them");
        assertEquals(List.of(), away.fatal);
    }

    /** Each is read from the disk, on the thread that answers everybody. */
    @Test
    void afterARestartGroupsAreHostedAFewAtATime() throws NodeOpenException {
        for (int i = 0; i < 9; i++) {
            untilSettled(create("g" + i, 1L, 2L, 3L));
        }
        Machine returning = cluster.machine(3);
        returning.node.compactNow(METADATA);
        returning.node.flush();
        cluster.until("a snapshot says so", () -> snapshots(returning, METADATA) > 0);
        returning.crash();
        start(returning);
        List<Integer> counts = new ArrayList<>();
        cluster.until("it holds them all", () -> {
            counts.add(returning.node.groups().count());
            return returning.node.groups().count() == 10;
        });
        assertTrue(counts.contains(5) && counts.contains(9), counts::toString);
    }

    private static long snapshots(Machine machine, long group) {
        return machine.disk.list().stream().filter(name -> name.startsWith("snapshot-%010d-".formatted(group))).count();
    }

    /** By what it knows when it starts, the group has left it; that it came back, and that this member votes and has acknowledged entries, only the others can tell. */
    @Test
    void whoStartsOnAnOldTableDropsNothing() throws NodeOpenException {
        long group = create("back", 1L, 2L, 3L);
        untilSettled(group);
        change(new GroupCommand.Place(table().version(), group, List.of(1L, 2L, 4L)));
        untilSettled(group);
        Machine returning = cluster.machine(3);
        cluster.until("it has left", () -> !returning.node.groups().holds(group));
        returning.node.compactNow(METADATA);
        returning.node.flush();
        cluster.until("a snapshot says so", () -> snapshots(returning, METADATA) > 0);
        change(new GroupCommand.Place(table().version(), group, List.of(1L, 2L, 3L)));
        untilSettled(group);
        propose(3, group, "kept");
        returning.crash();
        cluster.cut = member -> member == returning.id;
        start(returning);
        cluster.run(2_000);
        assertFalse(returning.node.groups().holds(group), "its table is the old one");
        assertEquals(List.of(group), returning.node.groups().remembered(), "and what it holds is safe");
        cluster.cut = member -> false;
        cluster.until("it holds it again", () -> returning.node.groups().holds(group));
        assertEquals("kept,on", propose(3, group, "on").toUtf8());
    }

    @Test
    void whoeverIsStillNeededHoldsItsGroupAgainAfterARestart() throws NodeOpenException {
        long group = create("only", 1L);
        untilSettled(group);
        propose(1, group, "kept");
        cluster.machine(2).crash();
        change(new GroupCommand.Place(table().version(), group, List.of(2L)));
        cluster.run(500);
        cluster.machine(1).crash();
        start(cluster.machine(1));
        start(cluster.machine(2));
        untilSettled(group);
        cluster.until("member 1 has dropped it", () -> holders(group).equals(List.of(2L)));
        assertEquals("kept,moved", propose(2, group, "moved").toUtf8());
    }

    @Test
    void aGroupThatComesLeavesTheSnapshotsOfOthersAlone() {
        Machine slow = cluster.machine(4);
        slow.stalled = true;
        for (int i = 0; i < 40; i++) {
            propose(cluster.leader().id, METADATA, String.valueOf(i));
        }
        cluster.until("its snapshot is begun", () -> unfinished(slow) > 0);
        long group = create("new", 1L, 2L, 4L);
        cluster.until("it holds the new group", () -> slow.node.groups().holds(group));
        assertTrue(unfinished(slow) > 0);
        slow.stalled = false;
        untilSettled(group);
        cluster.until("its snapshot is finished", () -> unfinished(slow) == 0);
        assertEquals(List.of(), slow.fatal);
    }

    private static long unfinished(Machine machine) {
        return machine.disk.list().stream().filter(name -> name.startsWith("unfinished")).count();
    }

    @Test
    void aSnapshotOfTheMetadataGroupHoldsWhatIsWanted() throws NodeOpenException {
        long group = create("early", 1L, 2L, 3L);
        untilSettled(group);
        cluster.machine(4).crash();
        for (int i = 0; i < 80; i++) {
            propose(cluster.leader().id, METADATA, String.valueOf(i));
        }
        cluster.until("the log was dropped", () -> cluster.leader().status().baseIndex() > 20);
        start(cluster.machine(4));
        cluster.until("it knows", () -> !cluster.machine(4).node.groups().kept().isEmpty());
        change(new GroupCommand.Place(table().version(), group, List.of(2L, 3L, 4L)));
        untilSettled(group);
        assertTrue(holders(group).contains(4L));
        assertFalse(table().isDeleted(group));
    }
}
