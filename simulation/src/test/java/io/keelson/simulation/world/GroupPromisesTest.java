package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.node.Outcome;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.simulation.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators were promised of groups is judged as it was promised. */
class GroupPromisesTest {
    private final World world = new World(1, new Cluster(3, 1, false, true, Schedule.SNAPSHOT_EVERY, member -> null), Interposer.NONE, Trace.digestOnly(), Witness.NONE);
    private final GroupPromises promises = new GroupPromises(world);
    private final GroupTable table = new GroupTable();

    private GroupCommand.Create create(String name) {
        return new GroupCommand.Create(table.version(), name, List.of(1L));
    }

    private void done(GroupCommand change, long group) {
        promises.asked(change);
        promises.told(world.node(1), change, new Outcome.Done<>(1, group));
    }

    private void assertViolates(String name, Runnable judged) {
        assertEquals(name, assertThrows(InvariantViolation.class, judged::run).name());
    }

    @Test
    void anIdIsGivenOnce() {
        done(create("a"), 16);
        assertViolates("GroupIdIsFresh", () -> done(create("b"), 16));
    }

    @Test
    void aGroupThatWasMadeStays() {
        GroupCommand.Create create = create("a");
        done(create, 16);
        assertViolates("CreatedGroupStays", () -> promises.check(table));
        table.apply(create.encode(), 1);
        assertDoesNotThrow(() -> promises.check(table));
    }

    @Test
    void aGroupOfWhichSomebodyWantedToBeRidMayBeGone() {
        done(create("a"), 16);
        promises.asked(new GroupCommand.Delete("a"));
        assertDoesNotThrow(() -> promises.check(table));
    }

    @Test
    void aWishFreesWhatItHasDeletedAndNoOther() {
        GroupCommand.Delete delete = new GroupCommand.Delete("a");
        promises.asked(delete);
        promises.told(world.node(1), delete, new Outcome.Refused<>("there is no group 'a'"));
        done(create("a"), 16);
        done(delete, 16);
        assertDoesNotThrow(() -> promises.check(table));
        done(create("a"), 17);
        assertViolates("CreatedGroupStays", () -> promises.check(table));
    }

    @Test
    void aWishOfUnknownOutcomeMayBeFulfilledLater() {
        GroupCommand.Delete delete = new GroupCommand.Delete("a");
        promises.asked(delete);
        promises.told(world.node(1), delete, new Outcome.Unknown<>("the leader is gone"));
        done(create("a"), 16);
        assertDoesNotThrow(() -> promises.check(table));
    }

    @Test
    void aGroupThatWasDeletedDoesNotComeBack() {
        GroupCommand.Create create = create("a");
        table.apply(create.encode(), 1);
        done(create, 16);
        done(new GroupCommand.Delete("a"), 16);
        assertViolates("DeletedGroupIsGone", () -> promises.check(table));
    }

    @Test
    void thereIsNoGroupThatNobodyWanted() {
        table.apply(create("a").encode(), 1);
        assertViolates("GroupOfNobody", () -> promises.check(table));
    }
}
