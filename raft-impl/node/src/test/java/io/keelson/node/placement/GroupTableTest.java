package io.keelson.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.snapshot.DamagedSnapshotException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the metadata group holds: what it takes, what it refuses, and that a snapshot holds all of it. */
class GroupTableTest {
    private final GroupTable table = new GroupTable();

    private Outcome<Bytes> apply(GroupCommand command) {
        return table.apply(command.encode(), 7);
    }

    private long created(String name, Long... voters) {
        return id(apply(new GroupCommand.Create(table.version(), name, List.of(voters))));
    }

    private static long id(Outcome<Bytes> outcome) {
        return ByteBuffer.wrap(assertInstanceOf(Outcome.Done.class, outcome).value() instanceof Bytes bytes ? bytes.shared() : new byte[0]).getLong();
    }

    private static String refused(Outcome<Bytes> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).reason();
    }

    @Test
    void idsAreNeverGivenTwice() {
        assertEquals(16, created("a", 1L, 2L, 3L));
        assertEquals(17, created("b", 2L));
        assertEquals(17, id(apply(new GroupCommand.Delete("b"))));
        assertTrue(table.isDeleted(17));
        assertEquals(18, created("b", 2L));
        assertEquals(List.of(16L, 18L), table.groups().stream().map(PlacedGroup::group).toList());
        assertEquals(18, table.named("b").group());
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheReason() {
        created("a", 1L);
        assertEquals("there is a group 'a' already", refused(apply(new GroupCommand.Create(table.version(), "a", List.of(1L)))));
        assertTrue(refused(apply(new GroupCommand.Create(table.version(), "default", List.of(1L)))).startsWith("a group's name has 1 to 64"));
        assertTrue(refused(apply(new GroupCommand.Create(table.version(), "A b", List.of(1L)))).startsWith("a group's name has 1 to 64"));
        assertEquals("a group's voters are different members: [1, 1]", refused(apply(new GroupCommand.Create(table.version(), "c", List.of(1L, 1L)))));
        assertEquals("a group's voters are different members: []", refused(apply(new GroupCommand.Create(table.version(), "c", List.of()))));
        assertEquals("there is no group 'z'", refused(apply(new GroupCommand.Delete("z"))));
        assertEquals("there is no group 99", refused(apply(new GroupCommand.Place(table.version(), 99, List.of(1L)))));
        assertEquals("group 'a' is not founded yet; try again", refused(apply(new GroupCommand.Place(table.version(), 16, List.of(2L)))));
        assertEquals("that is no change of groups", refused(table.apply(Bytes.utf8("?"), 1)));
        assertEquals(1, table.version());
    }

    @Test
    void whatWasPlannedForAnotherVersionIsNotApplied() {
        long planned = table.version();
        created("a", 1L, 2L);
        assertInstanceOf(Outcome.NotApplied.class, apply(new GroupCommand.Create(planned, "b", List.of(1L))));
        apply(new GroupCommand.Settled(table.version(), 16, List.of(2L, 1L)));
        assertEquals(new PlacedGroup(16, "a", List.of(1L, 2L), true, true), table.group(16));
        assertInstanceOf(Outcome.NotApplied.class, apply(new GroupCommand.Place(planned, 16, List.of(3L))));
        apply(new GroupCommand.Place(table.version(), 16, List.of(3L, 2L)));
        assertEquals(new PlacedGroup(16, "a", List.of(2L, 3L), true, false), table.group(16));
        assertInstanceOf(Outcome.NotApplied.class, apply(new GroupCommand.Settled(table.version(), 16, List.of(1L, 2L))), "those are not wanted any more");
        assertFalse(table.group(16).settled());
    }

    @Test
    void whereAGroupHasBeenIsNotWhereItIs() {
        created("a", 1L, 2L);
        long founded = table.version();
        apply(new GroupCommand.Settled(founded, 16, List.of(1L, 2L)));
        apply(new GroupCommand.Place(table.version(), 16, List.of(2L, 3L)));
        apply(new GroupCommand.Settled(table.version(), 16, List.of(2L, 3L)));
        apply(new GroupCommand.Place(table.version(), 16, List.of(1L, 2L)));
        assertInstanceOf(Outcome.NotApplied.class, apply(new GroupCommand.Settled(founded, 16, List.of(1L, 2L))), "said before it went away");
        assertFalse(table.group(16).settled());
        apply(new GroupCommand.Settled(table.version(), 16, List.of(1L, 2L)));
        assertTrue(table.group(16).settled());
    }

    @Test
    void aSnapshotHoldsAllOfIt() throws DamagedSnapshotException {
        created("a", 1L, 2L, 3L);
        created("b", 4L);
        apply(new GroupCommand.Settled(table.version(), 16, List.of(1L, 2L, 3L)));
        apply(new GroupCommand.Delete("b"));
        GroupTable other = new GroupTable();
        other.decode(table.encode());
        assertEquals(table.groups(), other.groups());
        assertEquals(table.version(), other.version());
        assertTrue(other.isDeleted(17));
        GroupTable fresh = new GroupTable();
        fresh.decode(GroupTable.forgotten(table.encode()));
        assertEquals(List.of(), fresh.groups());
        assertTrue(fresh.isDeleted(16), "its id is not given away again");
    }

    @Test
    void commandsAreReadAsTheyWereWrittenAndNothingElseIs() {
        List<GroupCommand> all = List.of(
                new GroupCommand.Create(3, "name", List.of(1L, 9L)),
                new GroupCommand.Delete("name"),
                new GroupCommand.Place(4, 17, List.of(2L)),
                new GroupCommand.Settled(5, 18, List.of(1L, 2L, 3L)));
        for (GroupCommand command : all) {
            Bytes encoded = command.encode();
            assertEquals(command, GroupCommand.decode(encoded));
            for (int length = 0; length < encoded.length(); length++) {
                assertNull(GroupCommand.decode(Bytes.wrap(Arrays.copyOf(encoded.shared(), length))));
            }
            assertNull(GroupCommand.decode(Bytes.wrap(Arrays.copyOf(encoded.shared(), encoded.length() + 1))));
        }
        byte[] hostile = all.get(0).encode().shared().clone();
        ByteBuffer.wrap(hostile).putInt(17, Integer.MAX_VALUE);
        assertNull(GroupCommand.decode(Bytes.wrap(hostile)), "no allocation on the word of a length");
    }
}
