package io.keelson.simulation.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Message;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Schedules can be written, read, edited, and misspelt. */
class ScheduleTextProperties {
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
        assertEquals(java.util.List.of(new FaultAction.Pause(1000, FaultAction.LEADER, 250)), schedule.actions());
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
    }

    @Example
    void everyMessageOfTheProtocolMayBeDropped() {
        for (Class<?> message : Message.class.getPermittedSubclasses()) {
            assertTrue(FaultAction.Drop.KINDS.contains(message.getSimpleName()), message.getSimpleName());
        }
    }

    private static void assertComplaint(String text, String complaint) {
        String message = assertThrows(ScheduleSyntaxException.class, () -> ScheduleText.read(text)).getMessage();
        assertTrue(message.contains(complaint), message);
        assertEquals(1, message.lines().count());
    }
}
