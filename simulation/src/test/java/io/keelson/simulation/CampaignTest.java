package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign says of itself. */
class CampaignTest {
    @Test
    void aLargeCampaignSeesEverythingThatCanHappen() {
        CampaignReport report = Campaign.run(new CampaignSettings(21, Campaign.LARGE, 2), (done, failed) -> {});
        assertEquals(List.of(), report.never());
        assertEquals(Verdict.VALID, report.verdict(), () -> String.join("\n", report.summary()));
        assertEquals(0, report.totals().lostWrites());
        assertTrue(report.totals().acknowledgedWrites() > 1000);
    }

    @Test
    void aLargeCampaignInWhichNothingHappenedIsVacuous() {
        SimulationReport calm = Simulation.run(new Schedule(1, 3, 500, Schedule.Frame.HEALED, List.of()));
        CampaignReport.Totals totals = CampaignReport.Totals.NONE;
        for (int i = 0; i < Campaign.LARGE; i++) {
            totals = totals.plus(calm);
        }
        CampaignReport report = new CampaignReport(new CampaignSettings(1, Campaign.LARGE, 1), totals, List.of(), Campaign.never(totals, false), new CampaignState(Campaign.LARGE, totals, List.of()));
        assertEquals(Verdict.UNKNOWN, report.verdict());
        assertTrue(report.never().contains("a leader change"), report.never().toString());
        assertTrue(report.summary().stream().anyMatch(line -> line.startsWith("vacuous: ")));
        assertEquals(Verdict.VALID, calm.verdict(), calm.explanation());
    }

    @Test
    void whatIsExpectedDependsOnWhetherGroupsComeAndGo() {
        CampaignReport.Totals totals = CampaignReport.Totals.NONE;
        SimulationReport calm = Simulation.run(new Schedule(1, 3, 500, Schedule.Frame.HEALED, List.of()));
        for (int i = 0; i < 300; i++) {
            totals = totals.plus(calm);
        }
        assertTrue(Campaign.never(totals, false).contains("disk damaged") && !Campaign.never(totals, false).contains("group founded"));
        assertTrue(Campaign.never(totals, true).contains("group founded") && !Campaign.never(totals, true).contains("disk damaged"));
    }

    @Test
    void schedulesDoNotDependOnHowManyThereAre() {
        assertEquals(ScheduleGenerator.generate(3, 0, 5, 0), ScheduleGenerator.generate(3, 0, 9, 0).subList(0, 5));
        assertFalse(ScheduleGenerator.generate(3, 0, 5, 0).equals(ScheduleGenerator.generate(4, 0, 5, 0)));
    }

    @Test
    void aFailureLeavesWhatIsNeededToSeeItAgain(@TempDir Path out) throws Exception {
        CampaignSettings settings = new CampaignSettings(2, 3, 1).writingTo(out).withInterposer(Mutants.STALE_LOCAL_READ);
        CampaignReport report = Campaign.run(settings, (done, failed) -> {});
        assertEquals(Verdict.INVALID, report.verdict());
        CampaignReport.Failure failure = report.failures().get(0);
        Schedule shrunk = ScheduleText.read(Files.readString(failure.directory().resolve("schedule.txt")));
        assertEquals(failure.shrunk().schedule(), shrunk);
        assertTrue(Files.readString(failure.directory().resolve("history.edn")).contains(":type :ok"));
        assertTrue(Files.size(failure.directory().resolve("trace.txt")) > 0);
        assertTrue(report.summary().stream().anyMatch(line -> line.startsWith("replay: ./keelson simulate --replay ")));
        assertEquals(Verdict.VALID, Simulation.run(shrunk).verdict());
    }
}
