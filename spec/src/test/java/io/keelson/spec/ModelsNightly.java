package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.spec.TlcModel.Group;
import io.keelson.spec.TlcResult.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The deep models and those of the group <em>graph</em>, and random behaviours of all that are not deep: {@code mvn -Pnightly verify}. What is done is kept in {@code store/tlc}, and what is not goes on the next night.
 *
 * <p>{@code -Dnightly.minutes} says how long each model and all of the random behaviours may take.
 */
class ModelsNightly {
    private static final Duration LIMIT = Duration.ofMinutes(Long.getLong("nightly.minutes", 60));
    private static final Path STORE = Path.of("..", "store", "tlc");
    private static final int BEHAVIOURS = 500;
    private static final int DEPTH = 60;

    @Test
    void deepModelsComeOutAsTheManifestSays() throws Exception {
        assertComeOut(Models.load().of(Group.DEEP));
    }

    /** The build compares them with the code, and holds the code to the invariants; here TLC holds the spec to its own. */
    @Test
    void modelsOfGraphsComeOutAsTheManifestSays() throws Exception {
        assertComeOut(Models.load().of(Group.GRAPH));
    }

    private static void assertComeOut(List<TlcModel> models) throws InterruptedException {
        List<String> unexpected = new ArrayList<>();
        try (SpecFiles files = SpecFiles.unpack()) {
            KeptRuns kept = new KeptRuns(STORE, files);
            TlcRunner runner = new TlcRunner(files, LIMIT);
            for (TlcModel model : models) {
                TlcResult result = runner.resume(model, kept, (distinct, generated) -> {});
                System.out.printf("tlc %-32s %s (%.1f s)%n", model.name(), result.summary(), result.seconds());
                if (!result.asExpected() && result.verdict() != Verdict.TIMED_OUT) {
                    unexpected.add(model.name() + ": " + result.summary() + "\n" + TraceText.of(result.trace()));
                }
            }
        }
        assertEquals(List.of(), unexpected);
    }

    @Test
    void noRandomBehaviourBreaksAnInvariant() throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<TlcModel> models = Models.load().all().stream().filter(model -> !model.isDeep() && !model.isBroken() && !model.isOfLiveness()).toList();
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcRunner runner = new TlcRunner(files, LIMIT);
            long round = 0;
            do {
                for (TlcModel model : models) {
                    TlcResult result = runner.simulate(model, BEHAVIOURS, DEPTH, System.currentTimeMillis(), (distinct, generated) -> {}).result();
                    assertEquals(Verdict.HOLDS, result.verdict(), () -> model.name() + ": " + result.summary() + "\n" + TraceText.of(result.trace()));
                }
                round++;
            } while (System.nanoTime() < end);
            System.out.printf("tlc %,d random behaviours of %d models%n", round * BEHAVIOURS * models.size(), models.size());
        }
    }
}
