package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Disks that do not answer, in the whole cluster. */
class StalledDiskTest {
    private static final long STALLED_MILLIS = 8_000;

    @Test
    void aGroupWhoseLeadersDiskStallsElectsAnotherAndServes() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulationReport calm = run(seed, List.of());
            SimulationReport stalled = run(seed, List.of(new FaultAction.StallDisk(2_000, FaultAction.LEADER, STALLED_MILLIS)));
            assertEquals(1, calm.world().leaderChanges);
            assertEquals(2, stalled.world().leaderChanges, "one more, for all the time of the stall");
            assertEquals(1, stalled.world().stallsNoticed);
            // Whoever reads at the stalled node waits until the time limit: without a disk it can't speak in the new term.
            assertTrue(stalled.operations().ok > calm.operations().ok / 4, stalled.operations().ok + " operations against " + calm.operations().ok);
        }
    }

    private static SimulationReport run(long seed, List<FaultAction> actions) {
        SimulationReport report = Simulation.run(new Schedule(seed, 3, 2_000 + STALLED_MILLIS, Schedule.Frame.HEALED, actions));
        assertEquals(Verdict.VALID, report.verdict(), report.explanation());
        return report;
    }
}
