package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EdnReader;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import io.keelson.jepsen.report.Circumstances;
import io.keelson.jepsen.report.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against a cluster that is right, and against clusters that are wrong in a known way. */
class RunTest {
    private static final Fault KILL_LEADER = new Fault(FaultKind.KILL, List.of(Target.LEADER));

    @TempDir
    Path temporary;

    @Test
    void aSoundClusterIsValidAndLeavesJepsensFiles() throws Exception {
        RunResult result = run(StubCluster.Defect.NONE, List.of(KILL_LEADER), Duration.ofMillis(300));

        assertEquals(Verdict.VALID, result.verdict(), () -> result.violations() + " " + result.gaps());
        assertEquals(0, result.writes().lost());
        assertTrue(result.writes().acknowledged() > 0);
        assertTrue(result.crashes() > 0);
        files(result).write(result);
        assertEquals(List.of("set up", "warm up", "workload", "heal", "final reads", "verdict"), result.phases().stream().map(Phase::name).toList());
        assertTrue(result.states().stream().anyMatch(state -> state.role() == NodeState.Role.LEADER && state.term() == 2), () -> result.states().toString());
        assertTrue(result.states().stream().anyMatch(state -> state.role() == NodeState.Role.SILENT), () -> result.states().toString());
        assertEquals(result.history().operations(),
                EdnReader.read(result.directory().resolve("history.edn")).operations(), "what is written is what was judged");
        assertTrue(Files.readString(result.directory().resolve("results.edn")).startsWith("{:valid? true"));
        assertTrue(Files.isSameFile(temporary.resolve("latest"), result.directory()));
        assertTrue(Files.readString(result.directory().resolve("jepsen.log")).contains("nemesis: kill leader"));
    }

    @Test
    void aClusterThatForgetsWhatItAcknowledgedIsInvalidAndTheLossIsCounted() throws Exception {
        RunResult result = run(StubCluster.Defect.FORGETS_ON_KILL, List.of(KILL_LEADER), Duration.ofMillis(300));

        assertEquals(Verdict.INVALID, result.verdict());
        assertTrue(result.writes().lost() > 0, () -> result.writes().toString());
    }

    @Test
    void aClusterThatAnswersFromThePastIsInvalid() throws Exception {
        RunResult result = run(StubCluster.Defect.STALE_READS, List.of(), Duration.ofMillis(300));

        assertEquals(Verdict.INVALID, result.check().verdict());
        assertEquals(Verdict.INVALID, result.verdict());
    }

    @Test
    void replicasThatDifferInWhatNobodyAsksForAreInvalid() throws Exception {
        RunResult result = run(StubCluster.Defect.DIVERGES, List.of(), Duration.ofMillis(300));

        assertEquals(0, result.writes().disagreeing(), "the clients' own keys are the same");
        assertEquals(Verdict.INVALID, result.verdict());
        assertTrue(result.violations().getFirst().startsWith("the replicas hold different things at revision 0: n1 "), () -> result.violations().toString());
        RunResult sound = run(StubCluster.Defect.NONE, List.of(), Duration.ofMillis(300));
        assertTrue(sound.replicas().summary().matches("3 nodes hold the same [1-9]\\d* keys at revision 0, by the same changes"), sound.replicas()::summary);
    }

    @Test
    void whatAServerPrintsThatCrashesIsInvalidAndFound() throws Exception {
        RunResult result = run(StubCluster.Defect.PRINTS_A_CRASH, List.of(KILL_LEADER), Duration.ofMillis(600));

        assertEquals(Verdict.INVALID, result.verdict());
        assertEquals(1, result.violations().size(), () -> result.violations().toString());
        assertTrue(result.violations().getFirst().startsWith("n2 printed a crash, line 3 of n2/n2.log: java.lang.IllegalStateException: no (and "), () -> result.violations().toString());
    }

    @Test
    void aNemesisThatBreaksOffEndsTheRunAndSaysSo() {
        IOException failure = assertThrows(IOException.class, () -> run(StubCluster.Defect.BREAKS_THE_NEMESIS, List.of(KILL_LEADER), Duration.ofMillis(100)));
        assertTrue(failure.getMessage().startsWith("the nemesis broke off: java.util.NoSuchElementException"), failure::getMessage);
    }

    @Test
    void aFaultThatNeverStruckLeavesTheRunUnknown() throws Exception {
        Fault never = new Fault(FaultKind.RESTART, List.of(Target.FOLLOWER));
        RunResult result = run(StubCluster.Defect.NONE, List.of(KILL_LEADER, never), Duration.ofMinutes(1));

        assertEquals(Verdict.UNKNOWN, result.verdict(), () -> result.violations().toString());
        assertEquals(List.of("the nemesis restart:follower never struck"),
                result.gaps().stream().filter(gap -> gap.contains("restart")).toList());
    }

    @Test
    void aFaultThatFoundNothingToDamageHasNotStruck() throws Exception {
        RunResult result = run(StubCluster.Defect.NONE, List.of(new Fault(FaultKind.BIT_FLIP, List.of(Target.FOLLOWER))), Duration.ofMillis(300));

        assertEquals(Verdict.UNKNOWN, result.verdict(), () -> result.violations().toString());
        assertEquals(List.of("the nemesis bit-flip:follower never struck"), result.gaps());
    }

    /** There is time for one turn only. */
    @Test
    void aFaultThatFoundNothingIsTriedElsewhereInTheSameTurn() throws Exception {
        StubCluster cluster = new StubCluster(StubCluster.Defect.NONE);
        cluster.emptyDisks(2);
        RunResult result = run(cluster, List.of(new Fault(FaultKind.BIT_FLIP, List.of(Target.FOLLOWER))), Duration.ofMillis(1600));

        assertEquals(List.of(), result.gaps());
    }

    /** Before the next fault strikes, and of a cluster that the last one has left. */
    @Test
    void afterEachFaultTheClusterIsTidiedOnceItIsWhole() throws Exception {
        List<Boolean> down = new CopyOnWriteArrayList<>();
        RunResult result = run(new StubCluster(StubCluster.Defect.NONE), List.of(KILL_LEADER), Duration.ofMillis(300), new Aspect() {
            @Override
            public void begin(Driver driver) {}

            @Override
            public void recovered(Driver driver) {
                down.add(driver.nodes().stream().anyMatch(driver::isDown));
            }

            @Override
            public List<String> violations(Driver driver) {
                return List.of("tidied " + down.size() + " times");
            }
        });

        assertTrue(result.episodes().size() > 1, () -> result.episodes().toString());
        assertEquals(Collections.nCopies(result.episodes().size(), false), down);
        assertEquals(List.of("tidied " + down.size() + " times"), result.violations());
    }

    private static RunFiles files(RunResult result) throws Exception {
        return RunFiles.begin(result.directory(), result.plan(),
                new Circumstances("stub", ZonedDateTime.now(), "stub", result.nodes(), "./keelson jepsen", Map.of()));
    }

    private RunResult run(StubCluster.Defect defect, List<Fault> faults, Duration interval) throws Exception {
        return run(new StubCluster(defect), faults, interval);
    }

    private RunResult run(StubCluster cluster, List<Fault> faults, Duration interval) throws Exception {
        return run(cluster, faults, interval, Aspect.NONE);
    }

    private RunResult run(StubCluster cluster, List<Fault> faults, Duration interval, Aspect aspect) throws Exception {
        RunPlan plan = new RunPlan("register", 6, 0, 3, 200, Duration.ofSeconds(2), Duration.ofMillis(1200), faults, interval, 7);
        try (cluster;
                StoreFolder store = StoreFolder.create(temporary, "stub")) {
            cluster.logTo(store.directory());
            return new Run(plan, cluster, store, new Silent(), aspect).run();
        }
    }

    private static final class Silent implements RunObserver {
        @Override
        public void phase(String name) {}

        @Override
        public void progress(Duration elapsed, String note) {}
    }
}
