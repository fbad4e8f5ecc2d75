package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.RunCounters;
import io.keelson.simulation.world.Sight;
import org.junit.jupiter.api.Test;

/** What operators do to a cluster, and what media do to its disks, one thing at a time. */
class OperatorsTest {
    private static RunCounters run(String actions) throws ScheduleSyntaxException {
        SimulationReport report = Simulation.run(ScheduleText.read("seed 5\nnodes 3\nrun 6s\nthen heal\n" + actions));
        assertEquals(Verdict.VALID, report.verdict(), report.failure() + ": " + report.explanation());
        return report.world();
    }

    @Test
    void aMemberIsRemovedAndAddedAndVotesAgain() throws ScheduleSyntaxException {
        RunCounters seen = run("at 1s member n3 remove\nat 2s member n3 promote\nat 3s member n3 add\nat 4s member n3 promote\n");
        assertEquals(1, seen.sights.of(Sight.CHANGE_REFUSED), "who is no learner is not promoted");
        assertEquals(3, seen.sights.of(Sight.MEMBERS_CHANGED));
        assertEquals(2, seen.sights.of(Sight.JOINT_CONFIGURATION));
    }

    @Test
    void aLeaderThatIsRemovedMakesRoomAndTheOperatorLetsItInAgain() throws ScheduleSyntaxException {
        RunCounters seen = run("at 2s member leader remove\n");
        assertEquals(2, seen.leaderChanges);
        assertEquals(3, seen.sights.of(Sight.MEMBERS_CHANGED));
    }

    @Test
    void aWipedDiskIsAStrangersUntilItIsLetInAgain() throws ScheduleSyntaxException {
        RunCounters seen = run("at 3s wipe n2 for 500ms\n");
        assertEquals(1, seen.sights.of(Sight.STRANGER_CAME));
        assertEquals(1, seen.sights.of(Sight.STRANGER_LET_IN));
    }

    @Test
    void ofThreeDisksOneIsDamagedAtMost() throws ScheduleSyntaxException {
        RunCounters seen = run("at 3s wipe n2 for 500ms\nat 4s wipe n1 for 500ms\nat 5s rot n3 choice 1\n");
        assertEquals(1, seen.sights.of(Sight.DISK_DAMAGED));
    }

    @Test
    void aSnapshotIsTakenWhenItIsWanted() throws ScheduleSyntaxException {
        assertEquals(0, run("at 0s think 6s for 6s\n").logCompactions);
        assertEquals(1, run("at 0s think 6s for 6s\nat 3s compact n2\n").logCompactions);
    }

    @Test
    void damageIsNoticedAndRepairedFromTheOthers() throws ScheduleSyntaxException {
        long noticed = 0;
        long repaired = 0;
        for (int choice = 0; choice < 12; choice++) {
            RunCounters seen = run("at 4s rot n2 choice " + choice + "\nat 4100ms crash n2 for 100ms survival 1\n");
            noticed += seen.sights.of(Sight.DAMAGE_NOTICED);
            repaired += seen.sights.of(Sight.DAMAGE_REPAIRED);
        }
        assertTrue(noticed > 0 && noticed == repaired, noticed + " noticed, " + repaired + " repaired");
    }

    @Test
    void whatCanNotBeReadOrIsCutShortStopsANodeForAWhile() throws ScheduleSyntaxException {
        RunCounters seen = run("at 2s read-error n1 for 1s\nat 2100ms crash n1 for 300ms survival 2\nat 4s short-write n2 for 500ms survival 3\n");
        assertTrue(seen.sights.of(Sight.READ_FAILED) >= 1);
        assertEquals(1, seen.sights.of(Sight.WRITE_CUT_SHORT));
        assertEquals(2, seen.restarts);
    }
}
