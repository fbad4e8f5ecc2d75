package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.EdnReader;
import io.keelson.checker.history.EdnWriter;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Independent;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order that a history holds: recorded, written, read, and checked without being believed. */
class WitnessEngineTest {
    private static final Budget BUDGET = Budget.ofConfigurations(1_000);

    private final Recorder recorder = new Recorder(() -> 0);
    private int asked;
    private final Engine otherwise = new Engine() {
        @Override
        public String name() {
            return "otherwise";
        }

        @Override
        public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
            asked++;
            return new NativeEngine().check(key, operations, model, budget);
        }
    };

    private void judged(Verdict verdict, int timesAsked) {
        judged(recorder.history(), verdict, timesAsked);
    }

    private void judged(History history, Verdict verdict, int timesAsked) {
        History written = EdnReader.parse(EdnWriter.toString(history), "written", Independent.NO);
        assertEquals(history, written);
        assertEquals(verdict, LinearizabilityChecker.check(written, Models.register(), BUDGET, WitnessEngine.ofHistory(otherwise)).verdict());
        assertEquals(timesAsked, asked);
    }

    @Test
    void anOrderThatHoldsIsAProof() {
        Recorder.Pending read = recorder.invoke(2, "read", null);
        Recorder.Pending first = recorder.invoke(0, "write", 1);
        Recorder.Pending second = recorder.invoke(1, "write", 2);
        second.ok(2, 5);
        first.ok(1, 6);
        read.ok(2, 5);
        judged(Verdict.VALID, 0);
    }

    @Test
    void whatHasAPlaceHappenedThereThoughItsOutcomeIsUnknown() {
        History.Builder builder = History.builder().invoke(0, "write", null, 1L, 0);
        builder.add(0, EventType.INFO, "write", null, 1L, 0, "timeout", 5);
        builder.invoke(1, "read", null, null, 0).add(1, EventType.OK, "read", null, 1L, 0, null, 5);
        judged(builder.build(), Verdict.VALID, 0);
    }

    @Test
    void anOrderAgainstRealTimeIsNone() {
        recorder.invoke(0, "write", 1).ok(1, 6);
        recorder.invoke(0, "write", 2).ok(2, 5);
        judged(Verdict.VALID, 1);
    }

    @Test
    void anOrderThatTheModelRefusesIsNone() {
        Recorder.Pending read = recorder.invoke(2, "read", null);
        recorder.invoke(0, "write", 1).ok(1, 6);
        read.ok(1, 2);
        judged(Verdict.VALID, 1);
    }

    @Test
    void anOrderThatLeavesOutWhatHappenedIsNone() {
        recorder.invoke(0, "write", 1).ok(1, 6);
        recorder.invoke(0, "read", null).ok(2);
        judged(Verdict.INVALID, 1);
    }

    @Test
    void noOrderRefutesByItself() {
        recorder.invoke(0, "write", 1).ok(1, 6);
        recorder.invoke(0, "read", null).ok(null, 7);
        judged(Verdict.INVALID, 1);
    }
}
