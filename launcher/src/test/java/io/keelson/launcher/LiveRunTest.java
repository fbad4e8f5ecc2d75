package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NetnsDriver;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.driver.ProcessDriver;
import io.keelson.jepsen.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of the real thing: server processes on this machine, and on hosts of their own where there can be any, with faults under load. */
class LiveRunTest {
    /** A seed with which the file that is cut is the one that is written to. */
    private static final long CUTS_THE_LOG = 2;

    @TempDir
    Path store;

    @Test
    void aKilledLeaderLosesNothing() throws Exception {
        RunPlan plan = new RunPlan("register", 6, 200, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(5),
                Fault.parse("kill:leader", ProcessDriver.NAME, ProcessDriver.ABILITIES, 3), Duration.ofSeconds(2), 1);

        RunResult result = LocalRun.run(plan, DriverChoice.PROCESS, ServerOptions.PLAIN, 3, store, "live");

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertTrue(result.crashes() > 0);
        assertTrue(result.writes().acknowledged() > 0);
        assertEquals(0, result.writes().lost());
        assertTrue(Files.readString(result.directory().resolve("n1/server.log")).contains("ready: "));
        assertFalse(Files.exists(result.directory().resolve("n1/data")), "data is kept only where there is something to look into");
    }

    @Test
    void aLeaderCutOffOnItsHostLosesNothing() throws Exception {
        assumeTrue(NetnsDriver.obstacle() == null, NetnsDriver::obstacle);
        RunPlan plan = new RunPlan("register", 6, 200, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(6),
                Fault.parse("partition:leader", NetnsDriver.NAME, NetnsDriver.ABILITIES, 3), Duration.ofSeconds(4), 1);

        RunResult result = LocalRun.run(plan, DriverChoice.NETNS, ServerOptions.PLAIN, 3, store, "hosts");

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertEquals(0, result.writes().lost());
        assertTrue(result.leaderChanges() > 0, "the others have elected a leader of their own");
    }

    @Test
    void aNodeWhoseLogWasCutIsLetInAnewAsItAsksFor() throws Exception {
        assumeTrue(NetnsDriver.obstacle() == null, NetnsDriver::obstacle);
        RunPlan plan = new RunPlan("register", 6, 200, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(5),
                Fault.parse("truncate:follower", NetnsDriver.NAME, NetnsDriver.ABILITIES, 3), Duration.ofSeconds(5), CUTS_THE_LOG);

        RunResult result = LocalRun.run(plan, DriverChoice.NETNS, ServerOptions.PLAIN, 3, store, "cut");

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertEquals(0, result.writes().lost());
        assertTrue(logOfAny(result).contains("; wipe the directory, and let the member join anew"));
    }

    @Test
    void aNodeBeyondTheFirstVotesWhileOthersAreKilledAndLeavesAgain() throws Exception {
        assumeTrue(NetnsDriver.obstacle() == null, NetnsDriver::obstacle);
        List<Fault> faults = Fault.parse("grow+kill:leader", NetnsDriver.NAME, NetnsDriver.ABILITIES, 3);
        RunPlan plan = new RunPlan("register", 6, 200, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(5), faults, Duration.ofSeconds(4), 1);

        RunResult result = LocalRun.run(plan, DriverChoice.NETNS, ServerOptions.of(List.of(), faults, List.of()), 3, store, "grown");

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertTrue(result.states().stream().anyMatch(state -> state.node().equals("n4") && state.role() == NodeState.Role.FOLLOWER), () -> result.states().toString());
        assertEquals(3, result.replicas().compared(), "the cluster has its size again");
        assertFalse(Files.exists(result.directory().resolve("n4/data")), "data is kept only where there is something to look into");
    }

    private static String logOfAny(RunResult result) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String node : result.nodes()) {
            all.append(Files.readString(result.directory().resolve(node + "/server.log")));
        }
        return all.toString();
    }
}
