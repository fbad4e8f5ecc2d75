package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.CrashPoint;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Sight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The power fails where a log gives way to another leader's, and only there. */
class TruncationCrashTest {
    private static final int NODES = 3;
    /** Until then the leader that is cut off appends what nobody else holds. */
    private static final FaultAction CUT_OFF = new FaultAction.Partition(2_000, List.of(List.of(FaultAction.LEADER), List.of(1L, 2L, 3L)), 3_000);

    private static SimulationReport run(CrashPoint point, boolean cutOff) {
        List<FaultAction> actions = new ArrayList<>();
        for (long node = 1; node <= NODES; node++) {
            actions.add(new FaultAction.CrashAt(1_000, node, point, 200, node));
        }
        if (cutOff) {
            actions.add(CUT_OFF);
        }
        SimulationReport report = Simulation.run(new Schedule(3, NODES, 6_000, Schedule.Frame.HEALED, actions));
        assertEquals(Verdict.VALID, report.verdict(), report.explanation());
        return report;
    }

    @Test
    void aLogThatGivesWayMeetsThePoint() {
        for (CrashPoint point : List.of(CrashPoint.BEFORE_TRUNCATE, CrashPoint.AFTER_TRUNCATE)) {
            SimulationReport report = run(point, true);
            assertEquals(1, report.world().sights.of(Sight.CRASHED_AT_A_TRUNCATION), point.word());
            assertEquals(1, report.world().crashes, point.word());
            assertTrue(report.world().leaderChanges > 1, "another leads meanwhile");
        }
    }

    @Test
    void aLogThatOnlyGrowsDoesNot() {
        for (CrashPoint point : List.of(CrashPoint.BEFORE_TRUNCATE, CrashPoint.AFTER_TRUNCATE)) {
            assertEquals(0, run(point, false).world().crashes, point.word());
        }
    }
}
