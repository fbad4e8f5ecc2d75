package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.TlcModel.Expectation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spec and code have the same graph: each model's whole, labelled, and not up to symmetry. */
class GraphCheckTest {
    private static final long LEAST_STATES = 350_000;

    @Test
    void everyGraphOfTheCodeIsThatOfTheSpec() throws Exception {
        long states = Graphs.compare(Graphs::isForBuild);
        assertTrue(states >= LEAST_STATES, () -> states + " states");
    }

    /** One model at least for each feature that is to be compared whole. */
    @Test
    void amongTheModelsIsOneForEachFeature() {
        List<String> names = GraphCheck.models(Models.load()).stream().filter(Graphs::isForBuild).map(TlcModel::name).toList();
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
