package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.Sights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
        CampaignReport report = new CampaignReport(new CampaignSettings(1, Campaign.LARGE, 1), totals, List.of(), Campaign.never(totals, new CampaignSettings(1, Campaign.LARGE, 1)), new CampaignState(Campaign.LARGE, totals, List.of()));
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
        List<String> staying = Campaign.never(totals, new CampaignSettings(1, 300, 1));
        assertTrue(staying.contains("disk damaged") && !staying.contains("group founded"));
        List<String> moving = Campaign.never(totals, new CampaignSettings(1, 300, 1).keepingGroups());
        assertTrue(moving.contains("group founded") && !moving.contains("disk damaged"));
        assertTrue(staying.contains("frame core") && !moving.contains("frame core"));
    }

    /** Of three members the five of the partial graph are never seen, and of two nobody may be missing. */
    @Test
    void whatIsExpectedDependsOnTheNumberOfNodes() {
        assertTrue(Sight.FRAME_PARTIAL.isExpectedOf(1_000, false, 0) && Sight.FRAME_PARTIAL.isExpectedOf(1_000, false, 5));
        assertFalse(Sight.FRAME_PARTIAL.isExpectedOf(1_000, false, 3) || Sight.FRAME_PARTIAL.isExpectedOf(999, false, 5));
        assertTrue(Sight.FRAME_CORE.isExpectedOf(300, false, 3));
        assertFalse(Sight.FRAME_CORE.isExpectedOf(300, false, 2));
    }

    @Test
    void theFrameThatRanIsCounted() {
        for (Schedule.Frame frame : Schedule.Frame.values()) {
            Sight own = Sight.valueOf("FRAME_" + frame.word().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            assertEquals(1, framesOf(5, frame).of(own), frame.word());
            assertEquals(1, framesOf(3, frame).of(frame == Schedule.Frame.PARTIAL ? Sight.FRAME_HEAL : own), frame.word());
            assertEquals(1, framesOf(2, frame).of(Sight.FRAME_HEAL), frame.word());
        }
    }

    private static Sights framesOf(int nodes, Schedule.Frame frame) {
        SimulationReport report = Simulation.run(new Schedule(1, nodes, 1_000, frame, List.of()));
        assertEquals(Verdict.VALID, report.verdict(), report.explanation());
        return report.world().sights;
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

    /** The process may be killed before it comes to shrink anything. */
    @Test
    void aFailureIsOnTheDiskAsSoonAsItIsFound(@TempDir Path out) throws Exception {
        CampaignSettings settings = new CampaignSettings(2, 3, 1).writingTo(out).withInterposer(Mutants.STALE_LOCAL_READ);
        List<Schedule> found = new ArrayList<>();
        List<Schedule> kept = new ArrayList<>();
        CampaignReport report = Campaign.run(settings, new Campaign.Progress() {
            @Override
            public void done(long schedules, int failed) {}

            @Override
            public void failed(long number, SimulationReport run) {
                found.add(run.schedule());
            }

            @Override
            public void ended(CampaignState state) {
                state.failed().forEach(number -> kept.add(schedule(out, number)));
            }
        });
        assertFalse(found.isEmpty());
        assertEquals(found, kept);
        assertEquals(report.failures().get(0).shrunk().schedule(), schedule(out, report.failures().get(0).number()));
        assertTrue(kept.get(0).actions().size() > report.failures().get(0).shrunk().schedule().actions().size());
    }

    private static Schedule schedule(Path out, long number) {
        try {
            return ScheduleText.read(Files.readString(out.resolve("failures/2-" + number + "/schedule.txt")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever state was kept last, and whichever worker was ahead then: nothing is run twice, and nothing never. */
    @Test
    void aCampaignGoesOnFromAnyOfItsStates() {
        CampaignSettings settings = new CampaignSettings(2, 40, 4).only(new CampaignSettings.Shard(1, 2)).withInterposer(Mutants.STALE_LOCAL_READ).lasting(1_000);
        List<CampaignState> states = new ArrayList<>();
        CampaignReport whole = Campaign.run(settings, keepingIn(states));
        assertFalse(whole.state().failed().isEmpty());
        assertEquals(20, states.size());
        assertEquals(whole.state(), states.get(19));
        for (int at : new int[] {0, 7, 13, 19}) {
            CampaignState before = CampaignState.read(states.get(at).write(settings), settings);
            assertEquals(whole.state(), Campaign.run(settings, before, (done, failed) -> {}, () -> true).state(), "from the state after " + (at + 1));
        }
    }

    private static Campaign.Progress keepingIn(List<CampaignState> states) {
        return new Campaign.Progress() {
            @Override
            public void done(long schedules, int failed) {}

            @Override
            public void reached(Supplier<CampaignState> state) {
                states.add(state.get());
            }
        };
    }

    @Test
    void whatBreaksOneWorkerEndsTheOthers() {
        AtomicInteger told = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> Campaign.run(new CampaignSettings(2, 1_000, 3).lasting(200), (done, failed) -> {
            told.incrementAndGet();
            if (Thread.currentThread().getName().endsWith("-thread-3")) {
                throw new IllegalStateException("broken on purpose");
            }
        }));
        assertTrue(told.get() < 500, told + " schedules were run");
    }

    @Test
    void aCampaignOfNoSchedulesIsNotValid() {
        CampaignSettings settings = new CampaignSettings(1, 3, 1).only(new CampaignSettings.Shard(5, 8));
        CampaignReport report = Campaign.run(settings, (done, failed) -> {});
        assertEquals(Verdict.UNKNOWN, report.verdict());
        assertTrue(report.summary().contains("vacuous: the campaign never saw a schedule; part 5 of 8 has none of the 3"), report.summary().toString());
    }
}
