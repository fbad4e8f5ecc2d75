package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.TlcModel.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Spec and code have the same graph: each model's whole, labelled, and not up to symmetry. */
class GraphCheckTest {
    private static final int AT_ONCE = 2;
    private static final long LEAST_STATES = 500_000;

    @Test
    void everyGraphOfTheCodeIsThatOfTheSpec() throws Exception {
        List<Future<GraphReport>> runs = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try (SpecFiles files = SpecFiles.unpack()) {
            for (TlcModel model : GraphCheck.models(Models.load())) {
                runs.add(pool.submit(() -> GraphCheck.run(files, model, (states, transitions) -> {})));
            }
            long states = 0;
            long transitions = 0;
            List<String> different = new ArrayList<>();
            for (Future<GraphReport> run : runs) {
                GraphReport report = run.get();
                System.out.printf("graph %-20s %s%n", report.model(), report.summary());
                states += report.javaStates();
                transitions += report.transitions();
                if (!report.equal()) {
                    different.add(report.model() + ": " + report.difference());
                }
            }
            System.out.printf("graphs of %d models, %,d states and %,d transitions in all%n", runs.size(), states, transitions);
            assertEquals(List.of(), different);
            assertTrue(states >= LEAST_STATES, runs.size() + " models, " + states + " states");
        } finally {
            pool.shutdownNow();
        }
    }

    /** One model at least for each feature that is to be compared whole. */
    @Test
    void amongTheModelsIsOneForEachFeature() {
        List<String> names = GraphCheck.models(Models.load()).stream().map(TlcModel::name).toList();
        assertTrue(
                names.containsAll(List.of("elections", "replication", "lost-writes", "prevote", "reads", "snapshot", "joint", "transfer", "health", "founding", "let-in")),
                names::toString);
    }

    /** The code keeps every rule, so a spec that leaves one out must differ, and in the operator whose rule it is. */
    @Test
    void aSpecWithoutARuleDiffersInTheOperatorThatHasIt() {
        assertDiffers("broken-vote-twice", "ReceiveRequestVote(s1) differs", "by OnRequestVote with", "node[s1].votedFor: spec s2, code s1");
        assertDiffers("broken-tell-before-durable", "ElectionTimeout(s1) differs", "by OnElectionTimeout with", "net: only in spec");
        assertDiffers("broken-echo-stale-round", "ReceiveAppendEntries(s2) differs", "by OnAppendEntries with", "net: only in spec");
        assertDiffers("broken-commit-old-term", "ReceiveAppendEntriesResponse(s1) differs", "by OnAppendEntriesResponse with", "chosen: spec");
    }

    private static void assertDiffers(String model, String... parts) {
        try (SpecFiles files = SpecFiles.unpack()) {
            GraphReport report = GraphCheck.run(files, Models.load().find(model).orElseThrow(), (states, transitions) -> {});
            assertFalse(report.equal(), model);
            for (String part : parts) {
                assertTrue(report.difference().contains(part), () -> "no \"" + part + "\" in: " + report.difference());
            }
        }
    }

    /** A manifest whose counts are not those of the graph is red, even if spec and code agree. */
    @Test
    void countsThatAreNotThoseOfTheManifestAreADifference() {
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcModel model = Models.load().find("lost-writes").orElseThrow();
            Expectation oneTooMany = new Expectation.Holds(460, 6154, 16);
            GraphReport report = GraphCheck.run(
                    files, new TlcModel(model.name(), model.module(), model.group(), oneTooMany, model.about()), (states, transitions) -> {});
            assertFalse(report.equal());
            assertTrue(report.difference().contains("spec 6154, code 6153"), report.difference());
        }
    }
}
