package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Actions;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleJson;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.RunCounters;
import io.keelson.simulation.world.Sight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups come, move and go as the first group wants, under all other faults. */
class KeptGroupsTest {
    private static RunCounters run(int nodes, String actions) throws ScheduleSyntaxException {
        SimulationReport report = Simulation.run(ScheduleText.read("seed 5\nnodes " + nodes + "\nrun 6s\nthen heal\n" + actions));
        assertEquals(Verdict.VALID, report.verdict(), report.failure() + ": " + report.explanation());
        return report.world();
    }

    @Test
    void aGroupComesAndGoes() throws ScheduleSyntaxException {
        RunCounters seen = run(3, "at 1s create-group g1 voters 3\nat 4s delete-group g1\nat 5s create-group g1 voters 2\n");
        assertEquals(2, seen.sights.of(Sight.GROUP_FOUNDED), "the second is another group");
        assertEquals(3, seen.sights.of(Sight.GROUP_DROPPED));
    }

    @Test
    void aReplicaMovesAndComesBack() throws ScheduleSyntaxException {
        RunCounters seen = run(4, "at 1s create-group g1 voters 3\nat 2s move-replica g1 n1 to n4\nat 4s move-replica g1 n2 to n1\n");
        assertEquals(2, seen.sights.of(Sight.REPLICA_MOVED_AWAY));
        assertEquals(1, seen.sights.of(Sight.REPLICA_CAME_BACK));
    }

    @Test
    void whatCanNotBeIsNotAskedFor() throws ScheduleSyntaxException {
        RunCounters seen = run(3, "at 1s move-replica g1 n1 to n2\nat 1s delete-group g1\nat 2s create-group g1 voters 3\nat 3s move-replica g1 n1 to n2\n");
        assertEquals(0, seen.sights.of(Sight.REPLICA_MOVED_AWAY) + seen.sights.of(Sight.GROUP_DROPPED));
    }

    @Test
    void replicasAndLeadersAreSpread() throws ScheduleSyntaxException {
        StringBuilder wishes = new StringBuilder();
        for (int group = 1; group <= 4; group++) {
            wishes.append("at 1s create-group g").append(group).append(" voters 1\n");
        }
        assertTrue(run(4, wishes + "at 2s move-replica g1 n1 to n2\nat 3s spread-leaders leader\nat 4s balance-replicas\n").sights.of(Sight.REPLICA_MOVED_AWAY) >= 2);
    }

    @Test
    void manyFaultsBesides() {
        CampaignReport report = Campaign.run(new CampaignSettings(31, 40, 1).keepingGroups(), (done, failed) -> {});
        assertEquals(Verdict.VALID, report.verdict(), () -> String.join("\n", report.summary()));
        for (Sight sight : List.of(Sight.GROUP_FOUNDED, Sight.GROUP_DROPPED, Sight.REPLICA_MOVED_AWAY)) {
            assertTrue(report.totals().sights().of(sight) > 0, sight.words());
        }
    }

    @Test
    void theRestOfAScheduleIsTheSameWithAndWithoutGroupsThatComeAndGo() {
        List<Schedule> plain = ScheduleGenerator.generate(8, 0, 1, 60, 0, false);
        List<Schedule> keeping = ScheduleGenerator.generate(8, 0, 1, 60, 0, true);
        for (int i = 0; i < plain.size(); i++) {
            List<FaultAction> rest = keeping.get(i).actions().stream().filter(action -> !Actions.keepsGroups(action)).toList();
            assertEquals(plain.get(i), keeping.get(i).withActions(rest));
            assertTrue(keeping.get(i).keepsGroups());
            assertFalse(plain.get(i).keepsGroups());
        }
    }

    @Test
    void wishesAreWrittenAndReadBack() throws ScheduleSyntaxException {
        for (Schedule schedule : ScheduleGenerator.generate(9, 0, 1, 60, 0, true)) {
            assertEquals(schedule, ScheduleText.read(ScheduleText.write(schedule)));
            assertEquals(schedule, ScheduleJson.read(ScheduleJson.write(schedule)));
        }
    }

    @Test
    void oneScheduleTwiceIsOneTrace() {
        for (Schedule schedule : ScheduleGenerator.generate(10, 0, 1, 3, 0, true)) {
            assertEquals(Simulation.run(schedule).traceDigest(), Simulation.run(schedule).traceDigest());
        }
    }
}
