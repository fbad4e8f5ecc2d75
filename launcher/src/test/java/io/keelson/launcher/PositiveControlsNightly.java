package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.ProcessDriver;
import io.keelson.jepsen.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net that finds nothing proves nothing: servers that are made to do wrong must be found out, and the same runs without that must be valid. */
class PositiveControlsNightly {
    /** Short: whoever waits for a write to a leader that is cut off reads nothing there meanwhile. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir
    Path store;

    @Test
    void whatWasNeverForcedIsLostWithThePower() throws Exception {
        assumeTrue(ProcessDriver.ABILITIES.contains(Ability.POWER), "power takes root");
        RunResult unsafe = run("power:all", 8, List.of("skip-forces=true"));
        assertEquals(Verdict.INVALID, unsafe.verdict());
        assertTrue(unsafe.writes().lost() > 0, () -> unsafe.writes().toString());
        assertEquals(0, run("power:all", 8, List.of()).writes().lost());
    }

    @Test
    void aLeaderThatReadsWithoutAskingAnswersFromThePast() throws Exception {
        for (String nemesis : List.of("partition:leader", "pause:leader")) {
            assertEquals(Verdict.INVALID, run(nemesis, 3, List.of("local-reads=true")).check().verdict(), nemesis);
            assertEquals(Verdict.VALID, run(nemesis, 3, List.of()).check().verdict(), nemesis);
        }
    }

    private RunResult run(String nemesis, int intervalSeconds, List<String> orders) throws Exception {
        List<Fault> faults = Fault.parse(nemesis, ProcessDriver.NAME, ProcessDriver.ABILITIES, 3);
        RunPlan plan = new RunPlan("register", 12, 400, 5, 300, PATIENCE, Duration.ofSeconds(40), faults, Duration.ofSeconds(intervalSeconds), 1);
        return LocalRun.run(plan, DriverChoice.PROCESS, ServerOptions.of(List.of(), faults, orders), 3, store, "control");
    }
}
