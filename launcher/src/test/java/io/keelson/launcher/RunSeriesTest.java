package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Models;
import io.keelson.jepsen.Availability;
import io.keelson.jepsen.Replicas;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.workload.LostWrites;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One run after the other, until one is not valid. */
class RunSeriesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true);
    private final List<Long> seeds = new ArrayList<>();

    @Test
    void eachRunHasTheNextSeed() throws Exception {
        assertEquals(Verdict.VALID, RunSeries.run(5, 3, this::valid, out));
        assertEquals(List.of(5L, 6L, 7L), seeds);
        assertTrue(printed.toString().contains("3 of 3 runs were done"), printed::toString);
        assertEquals(5, printed.toString().lines().count(), "a heading, a row a run, a sum");
    }

    @Test
    void theFirstThatIsNotValidIsTheLast() throws Exception {
        assertEquals(Verdict.INVALID, RunSeries.run(5, 3, seed -> seed == 6 ? result(seed, List.of("lost"), List.of()) : valid(seed), out));
        assertTrue(printed.toString().contains("2 of 3 runs were done"), printed::toString);
        assertTrue(printed.toString().lines().anyMatch(line -> line.startsWith("6      invalid ")), printed::toString);
        assertEquals(Verdict.UNKNOWN, RunSeries.run(5, 3, seed -> result(seed, List.of(), List.of("never struck")), out));
    }

    @Test
    void aRunThatFailsTakesNoRowsAway() {
        assertThrows(UserError.class, () -> RunSeries.run(5, 3, seed -> {
            if (seed == 6) {
                throw new UserError("the cluster did not come up");
            }
            return valid(seed);
        }, out));
        assertTrue(printed.toString().contains("1 of 3 runs were done"), printed::toString);
    }

    @Test
    void ofOneRunThereIsNoTable() throws Exception {
        RunSeries.run(5, 1, this::valid, out);
        assertEquals("", printed.toString());
    }

    private RunResult valid(long seed) {
        seeds.add(seed);
        return result(seed, List.of(), List.of());
    }

    private static RunResult result(long seed, List<String> violations, List<String> gaps) {
        RunPlan plan = new RunPlan("register", 1, 0, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(), Duration.ofSeconds(1), seed);
        History history = History.builder().build();
        return new RunResult(plan, List.of("n1"), history, 0, 1, LinearizabilityChecker.check(history, Models.casRegister(), Budget.ofConfigurations(1)),
                new LostWrites(0, 0, 0, 0, 0, 0), new Replicas(1, 0, 0, List.of(), List.of()), List.of(), List.of(), List.of(), List.of(), new Availability(0, 0, List.of()), violations, gaps, Path.of("run"));
    }
}
