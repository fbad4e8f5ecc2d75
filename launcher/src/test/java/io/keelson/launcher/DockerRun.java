package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.DockerDriver;
import io.keelson.jepsen.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run in containers, in the profile docker alone. It fails where there is no engine: whoever asks for it wants to know. */
class DockerRun {
    @TempDir
    Path store;

    @Test
    void whatIsKilledPausedAndCutOffInContainersLosesNothing() throws Exception {
        assertNull(DockerDriver.obstacle(), "the profile docker takes a Docker engine and Compose");
        System.setProperty("keelson.home", Path.of("..").toRealPath().toString());
        RunPlan plan = new RunPlan("register", 6, 100, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(20),
                Fault.parse("kill:leader,pause:leader,partition:leader", DockerDriver.NAME, DockerDriver.ABILITIES, 3), Duration.ofSeconds(2), 1);

        RunResult result = LocalRun.run(plan, DriverChoice.DOCKER, ServerOptions.PLAIN, 3, store, "docker");

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertTrue(result.crashes() > 0);
        assertEquals(0, result.writes().lost());
    }
}
