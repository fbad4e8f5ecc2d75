package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Compares the graphs of models of the manifest, and prints each. */
final class Graphs {
    private static final int AT_ONCE = 2;
    /** What is larger waits for the night. */
    private static final long MOST_GENERATED_IN_A_BUILD = 350_000;

    private Graphs() {}

    static boolean isForBuild(TlcModel model) {
        return model.expectation() instanceof TlcModel.Expectation.Holds holds && holds.generated() <= MOST_GENERATED_IN_A_BUILD;
    }

    /** Returns the number of states compared. */
    static long compare(Predicate<TlcModel> which) throws Exception {
        List<Future<GraphReport>> runs = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try (SpecFiles files = SpecFiles.unpack()) {
            for (TlcModel model : GraphCheck.models(Models.load()).stream().filter(which).toList()) {
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
            return states;
        } finally {
            pool.shutdownNow();
        }
    }
}
