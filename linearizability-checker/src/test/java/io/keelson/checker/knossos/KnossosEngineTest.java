package io.keelson.checker.knossos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The way to Knossos and back. A stand-in answers for it, unless a real one is named by {@code -Dknossos.classpath}. */
class KnossosEngineTest {
    private static final Budget BUDGET = Budget.ofSeconds(60);

    private static Engine standIn;

    /** The stand-in, and Clojure from the class path of the test; loaded once, since Clojure takes its time. */
    private static synchronized Engine standIn() {
        standIn = standIn == null ? loadStandIn() : standIn;
        return standIn;
    }

    private static Engine loadStandIn() {
        String clojure = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("clojure") || entry.contains("spec")).collect(Collectors.joining(File.pathSeparator));
        return KnossosEngine.from(clojure + File.pathSeparator
            + new File(KnossosEngineTest.class.getResource("/knossos-stand-in").getPath()));
    }

    private static History sequential(Object firstRead, Object secondRead) {
        Recorder recorder = new Recorder(() -> 0);
        recorder.invoke(0, "read", "k", null).ok(firstRead);
        recorder.invoke(1, "write", "k", 1).ok();
        recorder.invoke(2, "cas", "k", Values.vector(1, 2)).ok();
        recorder.invoke(2, "cas", "k", Values.vector(7, 8)).fail(null);
        recorder.invoke(3, "write", "k", 9).info("timeout");
        recorder.invoke(0, "read", "k", null).ok(secondRead);
        return recorder.history();
    }

    private static CheckResult check(History history, Engine engine) {
        return LinearizabilityChecker.check(history, Models.casRegister().perKey(), BUDGET, engine);
    }

    @Test
    void verdictsAndTheFailingOperationComeBack() {
        bringsVerdictsBack(standIn());
    }

    @Test
    void verdictsComeBackFromARealKnossos() {
        String classPath = System.getProperty("knossos.classpath");
        assumeTrue(classPath != null, "no -Dknossos.classpath");
        bringsVerdictsBack(KnossosEngine.from(classPath));
    }

    private static void bringsVerdictsBack(Engine engine) {
        assertEquals(Verdict.VALID, check(sequential(null, 2), engine).verdict());
        CheckResult wrong = check(sequential(null, 1), engine);
        assertEquals(Verdict.INVALID, wrong.verdict());
        assertEquals("read -> 1", wrong.worst().orElseThrow().stuck().call());
        assertTrue(wrong.explanation().contains("no order of the operations explains process 0 read -> 1"), wrong.explanation());
    }

    @Test
    void aReadOfNilIsAnObservation() {
        assertEquals(Verdict.INVALID, check(sequential(null, null), standIn()).verdict());
    }

    @Test
    void aTimeoutIsUnknown() {
        CheckResult result = LinearizabilityChecker.check(sequential(null, 2), Models.casRegister().perKey(),
            Budget.ofTime(Duration.ofMillis(1), () -> 0), standIn());
        assertEquals(Verdict.UNKNOWN, result.verdict());
        assertTrue(result.explanation().contains("Knossos (:timeout) ended the search"), result.explanation());
    }

    @Test
    void whatKnossosWouldReadOtherwiseIsRefused() {
        refused(Models.counter(0), "add", 1L, 1L, "judges cas-register, multi-register, mutex, queue, register, unordered-queue, not counter");
        refused(Models.queue(), "dequeue", null, null, "has no word for a :dequeue that found nothing");
        refused(Models.multiRegister(Map.of()), "txn", Values.vector(Values.vector("read", "x", null)),
            Values.vector(Values.vector("read", "x", null)), "takes a transaction that read nil");
    }

    private static void refused(Model model, String f, Object input, Object output, String message) {
        Engine engine = standIn();
        Recorder recorder = new Recorder(() -> 0);
        recorder.invoke(0, f, input).ok(output);
        String told = assertThrows(UnsuitableHistoryException.class, () ->
            LinearizabilityChecker.check(recorder.history(), model, BUDGET, engine)).getMessage();
        assertTrue(told.contains(message), told);
    }

    @Test
    void eachSearchCanBeAskedAlone() {
        for (KnossosEngine.Algorithm algorithm : KnossosEngine.Algorithm.values()) {
            assertEquals(Verdict.INVALID, check(sequential(null, 1), ((KnossosEngine) standIn()).with(algorithm)).verdict());
        }
    }

    @Test
    void whereItIsMissingOneLineSaysHowToGetIt() {
        String missing = assertThrows(KnossosUnavailableException.class, () -> KnossosEngine.from("no-such.jar")).getMessage();
        assertTrue(missing.contains("no-such.jar"), missing);
        String empty = assertThrows(KnossosUnavailableException.class, () -> KnossosEngine.from(".")).getMessage();
        assertTrue(empty.contains("-Pknossos"), empty);
        assertFalse(empty.contains("\n"), empty);
    }
}
