package io.keelson.jepsen.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.driver.LeaderWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member beyond the first comes and goes; whatever else happens, the cluster has its size again in the end. */
@Timeout(60)
class GrowTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final List<String> LET_IN = List.of("erase n4", "add http://10.0.0.4:2380 as a learner", "enroll n4 as 4", "start n4", "promote 4");
    private static final List<String> TAKEN_OUT = List.of("let leave n4", "remove 4", "erase n4");
    private static final Strike SPARE = new Strike(List.of("n1", "n2", "n3"), List.of("n4"), "n1", "n1", 0);

    private GrowingCluster cluster;

    @BeforeEach
    void begin() throws IOException {
        cluster = new GrowingCluster();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void aMemberIsALearnerFirstThenAVoterAndGoneInTheEnd() throws IOException {
        Members.grow(cluster, SPARE, LONG);
        assertEquals(LET_IN, cluster.done());
        Members.shrink(cluster, SPARE, LONG);
        assertEquals(TAKEN_OUT, cluster.done().subList(LET_IN.size(), cluster.done().size()));
        assertEquals(Set.of(1L, 2L, 3L), cluster.members());
    }

    @Test
    void whoDoesNotBecomeAVoterIsTakenOutAgain() {
        cluster.promotesNobody();
        assertThrows(NotNow.class, () -> Members.grow(cluster, SPARE, SHORT));
        assertEquals(Set.of(1L, 2L, 3L), cluster.members());
        assertEquals("erase n4", cluster.done().getLast());
    }

    /** Nothing done would be a lie. */
    @Test
    void whoIsNeitherLetInNorTakenOutBreaksTheRunOff() {
        cluster.promotesNobody();
        cluster.removesNobody();
        IOException failure = assertThrows(IOException.class, () -> Members.grow(cluster, SPARE, SHORT));
        assertFalse(failure instanceof NotNow);
        assertTrue(failure.getMessage().startsWith("the cluster neither lets n4 in nor removes it; "), failure::getMessage);
    }

    @Test
    void whereOneIsDownAnotherIsAsked() throws IOException {
        cluster.kill("n1");
        Members.grow(cluster, SPARE, LONG);
        assertEquals(LET_IN, cluster.done().subList(1, cluster.done().size()));
    }

    @Test
    void anAdditionThatWasGivenUpAndCameAllTheSameIsTakenBack() throws IOException {
        cluster.addsLate();
        Members.grow(cluster, SPARE, LONG);
        assertEquals(Set.of(1L, 2L, 3L, 4L), cluster.members());
        assertTrue(cluster.done().containsAll(List.of("promote 4", "remove 5")), cluster.done()::toString);
    }

    @Test
    void whatComesMeanwhileBefallsTheNewMemberTooAndIsUndoneFirst() throws Exception {
        strikeOnce("grow+partition:leader");
        List<String> done = cluster.done();
        assertEquals(LET_IN, done.subList(0, LET_IN.size()));
        assertTrue(done.get(LET_IN.size()).contains("n1") && done.get(LET_IN.size()).contains("n4"), "cut off from the new one too: " + done);
        assertEquals("cut []", done.get(LET_IN.size() + 1));
        assertEquals(TAKEN_OUT, done.subList(LET_IN.size() + 2, done.size()));
    }

    @Test
    void aClusterIsWholeWithoutTheSpareAndMayBeLedByIt() throws Exception {
        try (LeaderWatch watch = new LeaderWatch(cluster, System::nanoTime)) {
            await(watch::isWhole);
            assertTrue(watch.allAnswer());
            cluster.leads(4);
            await(() -> watch.leader().isEmpty());
            cluster.start("n4");
            await(() -> watch.leader().equals(Optional.of("n4")) && watch.isWhole());
            assertTrue(watch.sightings().stream().anyMatch(sighting -> sighting.node().equals("n4") && sighting.term() == 4));
        }
    }

    private void strikeOnce(String nemesis) throws Exception {
        try (LeaderWatch watch = new LeaderWatch(cluster, System::nanoTime)) {
            await(watch::isWhole);
            List<Fault> faults = Fault.parse(nemesis, cluster.name(), cluster.abilities(), cluster.nodes().size());
            Nemesis harm = new Nemesis(cluster, watch, new Recorder(System::nanoTime), System::nanoTime, line -> {}, AfterFault.NOTHING);
            harm.run(faults, Duration.ofMillis(200), new Random(1), () -> harm.episodes().isEmpty());
            assertEquals(faults.getFirst().parts(), harm.episodes().stream().map(Episode::fault).toList());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }
}
