package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Sight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log says each vote twice, in two sectors that stand together: one of them is not missed, a block in which both stand is. */
class LostBlockTest {
    private static final long LOST_AT = 2_500;

    /** A vote in the midst of the run, so that neither a start nor a new segment has said it again. */
    private static List<FaultAction> actions(long choice) {
        return List.of(new FaultAction.Crash(1_500, FaultAction.LEADER, 200, 1), new FaultAction.LoseBlock(LOST_AT, 2, choice, 200));
    }

    @Test
    void whoLosesAVoteRefusesToStartAndComesBackAsAnother() {
        long damaged = 0;
        long refused = 0;
        for (long choice = 1; choice <= 12; choice++) {
            SimulationReport report = Simulation.run(new Schedule(choice, 3, 2 * LOST_AT, Schedule.Frame.HEALED, actions(choice)));
            assertEquals(Verdict.VALID, report.verdict(), report.explanation());
            damaged += report.world().sights.of(Sight.DISK_DAMAGED);
            refused += report.world().sights.of(Sight.DAMAGE_BEYOND_REPAIR);
            assertEquals(report.world().sights.of(Sight.DAMAGE_BEYOND_REPAIR), report.world().sights.of(Sight.STRANGER_CAME));
        }
        assertTrue(damaged > 6, damaged + " of 12 disks were damaged");
        assertTrue(refused > 2, refused + " of 12 nodes did not start");
    }
}
