package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.TlcModel.Expectation;
import io.keelson.spec.TlcModel.Group;
import io.keelson.spec.TlcResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Runs the models of the manifest, two at a time, and what else can happen to a run. */
class TlcRunnerTest {
    /** Far above what any of them takes, on a machine that does much else as well. */
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int AT_ONCE = 2;

    /** A behaviour longer than this says little to a person. */
    private static final int LONGEST_TRACE = 25;

    @Test
    void everyModelOfTheManifestComesOutAsItSays() throws Exception {
        List<Future<TlcResult>> runs = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcRunner runner = new TlcRunner(files, LIMIT, otherRelease());
            for (TlcModel model : Models.load().explored()) {
                runs.add(pool.submit(() -> runner.run(model, (distinct, generated) -> {})));
            }
            List<String> unexpected = new ArrayList<>();
            for (Future<TlcResult> run : runs) {
                TlcResult result = run.get();
                System.out.printf("tlc %-32s %s (%.1f s)%n", result.model().name(), result.summary(), result.seconds());
                String trace = keepTrace(result);
                if (!result.asExpected() || result.traceLength() > LONGEST_TRACE) {
                    unexpected.add(result.model().name() + ": " + result.summary() + ", " + result.traceLength() + " states\n" + trace);
                }
            }
            assertEquals(List.of(), unexpected);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Another release of TLC, by {@code -Dtlc.jar}, or null. */
    private static Path otherRelease() {
        String jar = System.getProperty("tlc.jar");
        return jar == null ? null : Path.of(jar);
    }

    /** Leaves the behaviour that refutes a broken model where a person can read it, and returns it. */
    private static String keepTrace(TlcResult result) throws IOException {
        String trace = TraceText.of(result.trace());
        if (!trace.isEmpty()) {
            Path folder = Files.createDirectories(Path.of("target", "traces"));
            Files.writeString(folder.resolve(result.model().name() + ".txt"), result.summary() + "\n\n" + trace + "\n");
        }
        return trace;
    }

    @Test
    void aRunPastItsLimitIsNoVerdict() throws Exception {
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcModel model = Models.load().of(Group.QUICK).get(0);
            TlcResult result = new TlcRunner(files, Duration.ofMillis(1)).run(model, (distinct, generated) -> {});
            assertEquals(Verdict.TIMED_OUT, result.verdict());
            assertFalse(result.asExpected());
        }
    }

    @Test
    void aModuleThatDoesNotParseFailsWithTheReason() throws Exception {
        try (SpecFiles files = SpecFiles.unpack()) {
            Files.writeString(files.folder().resolve("Util.tla"), "---- MODULE Util ----\nMin(a, b) == \\/\n====\n");
            TlcModel model = Models.load().all().get(0);
            TlcResult result = new TlcRunner(files, LIMIT).run(model, (distinct, generated) -> {});
            assertEquals(Verdict.FAILED, result.verdict());
            assertTrue(result.problem().contains("Util"), result.problem());
        }
    }

    @Test
    void otherCountsThanTheManifestSaysAreUnexpected() {
        TlcModel model = new TlcModel("m", "Raft", Group.BUILD, new Expectation.Holds(10, 20, 3), "");
        TlcResult result = new TlcResult(model, Verdict.HOLDS, 9, 20, 3, 1, "", "", "");
        assertFalse(result.asExpected());
        assertTrue(result.summary().contains("expected: 10 distinct"), result.summary());
    }

    @Test
    void anInterruptEndsTheRun() throws Exception {
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcRunner runner = new TlcRunner(files, LIMIT);
            TlcModel model = Models.load().all().get(0);
            List<Throwable> seen = new ArrayList<>();
            Thread thread = new Thread(() -> {
                try {
                    runner.run(model, (distinct, generated) -> {});
                } catch (InterruptedException expected) {
                    seen.add(expected);
                }
            });
            thread.start();
            thread.interrupt();
            thread.join();
            assertEquals(1, seen.size());
        }
    }
}
