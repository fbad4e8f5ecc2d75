package io.keelson.simulation.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Message;
import io.keelson.node.wire.Frame;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Schedules can be written, read, edited, and misspelt. */
class ScheduleTextProperties {
    /** Frames that carry messages of the protocol. */
    private static final List<Class<?>> CARRIERS = List.of(Frame.Protocol.class, Frame.OfSeveralGroups.class, Frame.SnapshotChunk.class);

    @Provide
    Arbitrary<Schedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadBack(@ForAll("schedules") Schedule schedule) throws ScheduleSyntaxException {
        assertEquals(schedule, ScheduleText.read(ScheduleText.write(schedule)));
    }

    @Example
    void aPersonMayUseSecondsCommentsAndBlankLines() throws ScheduleSyntaxException {
        Schedule schedule = ScheduleText.read("# by hand\n\nseed 5\nrun 3s   # short\nat 1s pause leader for 250ms\n");
        assertEquals(3, schedule.nodes());
        assertEquals(3000, schedule.length());
        assertEquals(Schedule.SNAPSHOT_EVERY, schedule.snapshotEvery());
        assertEquals(List.of(new FaultAction.Pause(1000, FaultAction.LEADER, 250)), schedule.actions());
    }

    @Example
    void anErrorNamesItsLine() {
        assertComplaint("seed 1\nat 5ms crash m1 for 5ms survival 1\n", "line 2: expected a node such as n1, or leader, not m1");
        assertComplaint("seed 1\nat 5 crash n1 for 5ms survival 1\n", "line 2: expected a time such as 250ms or 2s, not 5");
        assertComplaint("seed 1\nat 5ms explode n1\n", "line 2: there is no fault explode");
        assertComplaint("seed 1\nat 5ms loss 200% for 1s\n", "line 2: a rate is at most 100%");
        assertComplaint("seed 1\nat 5ms pause n1 for 1s and more\n", "line 2: nothing is expected from and on");
        assertComplaint("seed 1\nat 5ms pause n1\n", "line 2: the line ends too early");
        assertComplaint("seed 1\nat 5ms drop n1 AppendEntry for 1s\n", "line 2: no message is called AppendEntry; there are AppendEntries, ");
        assertComplaint("nodes 3\n", "there is no line with the seed");
        assertComplaint("seed 1\nnodes 3\nat 5ms pause n4 for 1s\n", "no n4");
        assertComplaint("seed 1\nnodes 12\n", "1 to 9 nodes");
        assertComplaint("seed 1\nsnapshot every 0\n", "a snapshot is taken every 1 entry or more: 0");
        assertComplaint("seed 1\nsnapshot 50\n", "line 2: ");
    }

    /** Of the messages of the protocol each by its name, in whatever frame it travels; of the other frames each by its own. */
    @Example
    void whatMayBeDroppedIsWhatNodesSend() {
        TreeSet<String> sent = new TreeSet<>();
        for (Class<?> message : Message.class.getPermittedSubclasses()) {
            sent.add(message.getSimpleName());
        }
        for (Class<?> frame : Frame.class.getPermittedSubclasses()) {
            if (!CARRIERS.contains(frame)) {
                sent.add(frame.getSimpleName());
            }
        }
        assertEquals(sent, new TreeSet<>(FaultAction.Drop.KINDS));
        assertEquals(sent.size(), FaultAction.Drop.KINDS.size());
    }

    private static void assertComplaint(String text, String complaint) {
        String message = assertThrows(ScheduleSyntaxException.class, () -> ScheduleText.read(text)).getMessage();
        assertTrue(message.contains(complaint), message);
        assertEquals(1, message.lines().count());
    }
}
