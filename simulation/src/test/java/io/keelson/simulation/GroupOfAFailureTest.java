package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.report.RunRecording;
import io.keelson.simulation.report.SpaceTimePage;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks in one group of several is told, and drawn, with the clients and the states of that group. */
class GroupOfAFailureTest {
    private static final String SCHEDULE = "seed 5\nnodes 3\ngroups 2\nrun 3s\nthen heal\n";

    private static SimulationReport run(long group) throws Exception {
        return Simulation.run(ScheduleText.read(SCHEDULE), Mutants.onlyIn(group, Mutants.ACKNOWLEDGE_TOO_MUCH), Trace.digestOnly());
    }

    @Test
    void aViolationIsReportedOfTheGroupInWhichItHappened() throws Exception {
        for (long group = 1; group <= 2; group++) {
            SimulationReport report = run(group);
            assertEquals(Verdict.INVALID, report.verdict());
            assertEquals("AcknowledgedIsDurable", report.failure(), report.explanation());
            assertEquals(group, report.group());
            assertEquals(group == 2, report.explanation().startsWith("in group 2: "), report.explanation());
        }
    }

    @Test
    void thePageShowsItsStatesAndOperations(@TempDir Path folder) throws Exception {
        Interposer broken = Mutants.onlyIn(2, Mutants.ACKNOWLEDGE_TOO_MUCH);
        Path failure = FailureFiles.write(folder, "two", run(2), broken, "");
        assertTrue(Files.readString(failure.resolve("failure.json")).contains("\"group\":2"));
        String page = Files.readString(failure.resolve("index.html"));
        assertTrue(page.contains("states and operations of group 2"));
        assertEquals(drawn(run(2), broken, 2), page);
        assertFalse(drawn(run(2), broken, 1).equals(page), "the first group's states are others");
        assertFalse(Files.readString(FailureFiles.write(folder, "one", run(1), Mutants.onlyIn(1, Mutants.ACKNOWLEDGE_TOO_MUCH), "").resolve("index.html")).contains("states and operations of group"));
    }

    private static String drawn(SimulationReport run, Interposer broken, long group) {
        RunRecording recording = new RunRecording(group);
        Simulation.run(run.schedule(), broken, Trace.digestOnly(), recording);
        return SpaceTimePage.of("two", run, recording, "Java " + Runtime.version() + ", seed 5");
    }
}
