package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.ProcessDriver;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.suite.Scenario;
import io.keelson.jepsen.suite.Scenario.Limits;
import io.keelson.jepsen.suite.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of a suite: kept or missed, and said so. */
class ScenarioTest {
    private static final Limits LOOSE = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 0);

    @TempDir
    Path temporary;

    @Test
    void aRunIsHeldToEachLimit() throws Exception {
        RunResult sound = run(StubCluster.Defect.NONE);
        assertEquals(List.of(), scenario(LOOSE).shortcomings(sound));
        assertMissed("a fail-over took", new Limits(Duration.ofNanos(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 0), sound);
        assertMissed("a recovery took", new Limits(Duration.ofMinutes(1), Duration.ofNanos(1), Duration.ofMinutes(1), 0), sound);
        assertMissed("after every node answered, a recovery took", new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofNanos(-1), 0), sound);
        assertMissed("of the operations succeeded", new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 1.01), sound);
        assertTrue(Scenario.success(sound) > 0 && Scenario.success(sound) <= 1);
    }

    @Test
    void aViolationMissesWhateverTheLimits() throws Exception {
        assertTrue(scenario(LOOSE).shortcomings(run(StubCluster.Defect.FORGETS_ON_KILL)).stream().anyMatch(line -> line.contains("lost")));
    }

    @Test
    void everySuiteCanBeRunByTheProcessDriver() {
        for (Suite suite : Suite.values()) {
            assertEquals(suite, Suite.named(suite.label()));
            for (Scenario scenario : suite.scenarios()) {
                assertEquals(scenario.nemesis().equals("none"), Fault.parse(scenario.nemesis(), ProcessDriver.NAME, ProcessDriver.ABILITIES, scenario.nodes()).isEmpty(), scenario.title());
            }
        }
        assertEquals("no suite is called 'chaso'; there are failure, recovery, chaos, lifecycle, failover",
                assertThrows(IllegalArgumentException.class, () -> Suite.named("chaso")).getMessage());
    }

    @Test
    void aRunMustHaveShownWhatItIsAbout() throws Exception {
        RunResult sound = run(StubCluster.Defect.NONE);
        Scenario scenario = new Scenario("a test", "kill:leader", 3, Duration.ofMillis(300), 0, List.of(), List.of("snapshots_total{step=\"installed\"}"), LOOSE);
        assertEquals(List.of("no node counted any snapshots_total{step=\"installed\"}"), scenario.shortcomings(sound));
        Files.writeString(Files.createDirectories(sound.directory().resolve("n2")).resolve("metrics.txt"), "# TYPE x\nsnapshots_total{step=\"installed\"} 2.0\n");
        assertEquals(List.of(), scenario.shortcomings(sound));
    }

    /** What was never whole has agreed at no time that could be told. */
    @Test
    void aClusterThatWasNotWholeAgainMissesAndTellsNoTime() throws Exception {
        RunResult sound = run(StubCluster.Defect.NONE);
        List<Episode> episodes = new ArrayList<>(sound.episodes());
        Episode first = episodes.getFirst();
        episodes.set(0, new Episode(first.fault(), first.target(), first.nodes(), first.leader(), first.begin(), first.struck(), first.end(), 1, Episode.NOT_RECOVERED));
        RunResult broken = new RunResult(sound.plan(), sound.nodes(), sound.history(), sound.begin(), sound.end(), sound.check(), sound.writes(), sound.replicas(), episodes,
                sound.sightings(), sound.states(), sound.phases(), sound.availability(), sound.violations(), sound.gaps(), sound.directory());
        assertMissed("the cluster did not become whole after a fault", LOOSE, broken);
        assertEquals(Episode.NOT_RECOVERED, Scenario.longestRecovery(broken));
        assertEquals(Episode.NOT_RECOVERED, Scenario.longestAgreeing(broken));
    }

    private static void assertMissed(String words, Limits limits, RunResult result) throws Exception {
        List<String> lines = scenario(limits).shortcomings(result);
        assertTrue(lines.size() == 1 && lines.getFirst().contains(words), lines::toString);
    }

    private static Scenario scenario(Limits limits) {
        return new Scenario("a test", "kill:leader", 3, Duration.ofMillis(300), 0, List.of(), List.of(), limits);
    }

    private RunResult run(StubCluster.Defect defect) throws Exception {
        RunPlan plan = new RunPlan("register", 6, 0, 3, 200, Duration.ofSeconds(2), Duration.ofMillis(1200),
                Fault.parse("kill:leader", "stub", EnumSet.of(Ability.PROCESSES), 3), Duration.ofMillis(300), 7);
        try (StubCluster cluster = new StubCluster(defect);
                StoreFolder store = StoreFolder.create(temporary, "stub")) {
            return new Run(plan, cluster, store, new RunObserver() {
                @Override
                public void phase(String name) {}

                @Override
                public void progress(Duration elapsed, String note) {}
            }, Aspect.NONE).run();
        }
    }
}
