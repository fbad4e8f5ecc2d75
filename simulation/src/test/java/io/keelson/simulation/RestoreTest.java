package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.node.port.Network;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new cluster begins with a copy of a snapshot of another, which goes on meanwhile. */
class RestoreTest {
    private static final long LENGTH = 6_000;

    private static Schedule schedule(long seed, FaultAction... actions) {
        return new Schedule(seed, 3, LENGTH, Schedule.Frame.HEALED, List.of(actions));
    }

    private static SimulationReport run(Schedule schedule) {
        SimulationReport report = Simulation.run(schedule);
        assertEquals(Verdict.VALID, report.verdict(), report.explanation());
        return report;
    }

    @Test
    void aNewClusterHoldsTheCopyAndServes() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulationReport alone = run(schedule(seed));
            SimulationReport copied = run(schedule(seed, new FaultAction.Restore(3_000, 2)));
            assertEquals(0, alone.world().sights.of(Sight.SNAPSHOT_RESTORED));
            assertEquals(1, copied.world().sights.of(Sight.SNAPSHOT_RESTORED));
            assertEquals(alone.world().turns, copied.world().turns, "a copy disturbs nobody");
            assertTrue(copied.operations().ok > alone.operations().ok, "the new cluster has clients");
        }
    }

    /** What strikes after the copy was taken strikes both. */
    @Test
    void theNewClusterMeetsWhatTheFormerOneMet() {
        for (long seed = 1; seed <= 5; seed++) {
            FaultAction[] actions = {
                new FaultAction.Restore(2_000, FaultAction.LEADER),
                new FaultAction.Crash(3_000, FaultAction.LEADER, 500, seed),
                new FaultAction.Partition(4_000, List.of(List.of(FaultAction.LEADER), List.of(1L, 2L, 3L)), 1_000),
            };
            List<String> crashes = new ArrayList<>();
            SimulationReport report = Simulation.run(schedule(seed, actions), Interposer.NONE, Trace.writing(line -> {
                if (line.contains("CrashLoss")) {
                    crashes.add(line);
                }
            }));
            assertEquals(Verdict.VALID, report.verdict(), report.explanation());
            assertEquals(1, report.world().sights.of(Sight.SNAPSHOT_RESTORED));
            assertEquals(2, crashes.size(), crashes.toString());
        }
    }

    @Test
    void whereNothingCouldBeCopiedNothingBegins() {
        assertEquals(0, run(schedule(1, new FaultAction.Restore(1, 2))).world().sights.of(Sight.SNAPSHOT_RESTORED));
    }

    /** Two copies: the later one counts. */
    @Test
    void theSameScheduleIsTheSameRun() {
        Schedule schedule = schedule(7, new FaultAction.Restore(2_000, 1), new FaultAction.Restore(4_000, 3));
        assertEquals(run(schedule).traceDigest(), run(schedule).traceDigest());
    }

    /** Sound until the nodes start for the second time, which they do in the cluster that begins with the copy. */
    private static Interposer brokenWhereRestored() {
        return new Interposer() {
            private int started;

            @Override
            public Network network(SimNode host, Network network) {
                started++;
                return started <= 3 ? network : Mutants.ACKNOWLEDGE_TOO_MUCH.network(host, network);
            }
        };
    }

    @Test
    void aFailureOfTheNewClusterIsDrawnBehindTheFormerOne(@TempDir Path folder) throws Exception {
        SimulationReport failed = Simulation.run(schedule(1, new FaultAction.Restore(3_000, 2)), brokenWhereRestored(), Trace.digestOnly());
        assertEquals("AcknowledgedIsDurable", failed.failure(), failed.explanation());
        assertTrue(failed.restored());
        String page = Files.readString(FailureFiles.write(folder, "restored", failed, brokenWhereRestored(), "").resolve("index.html"));
        long begins = numbers(page, "\"restored\":(-?\\d+)").getFirst();
        assertTrue(begins >= LENGTH * 1_000, "the former one ends before");
        long violated = begins + failed.violation().time() / 1_000;
        assertEquals(List.of(violated), numbers(page, "\"violatedAt\":(-?\\d+)"));
        assertTrue(numbers(page, "\"end\":(\\d+)").getFirst() >= violated);
        List<Long> states = numbers(page, "\\[(\\d+),[123],\"[a-z]+\",");
        assertTrue(states.stream().anyMatch(at -> at < begins) && states.stream().anyMatch(at -> at > begins), "both are drawn: " + states);
        assertTrue(page.contains("the former cluster has ended"));
        assertFalse(failed.history().operations().isEmpty());
        numbers(page, "\\[\\d+,(\\d+),\\d+,\"(?:ok|fail|info)\",").forEach(invoked -> assertTrue(invoked >= begins, "its own clients"));
    }

    private static List<Long> numbers(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().map(found -> Long.parseLong(found.group(1))).toList();
    }
}
