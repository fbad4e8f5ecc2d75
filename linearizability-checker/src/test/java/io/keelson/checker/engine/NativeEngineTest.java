package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Histories too long for the definition, and the limits of a budget. Work is counted in configurations, never in time. */
class NativeEngineTest {
    private static CheckResult check(History history, Budget budget) {
        return LinearizabilityChecker.check(history, Models.casRegister(), budget);
    }

    private static void judged(Verdict verdict, History history, long configurations) {
        CheckResult result = check(history, Budget.ofConfigurations(configurations));
        assertEquals(verdict, result.verdict(), result::explanation);
    }

    @Test
    void aHundredThousandOperationsOfTwelveClients() {
        judged(Verdict.VALID, LongHistories.linearizable(1, 100_000, 12, 5, 0), 300_000);
        judged(Verdict.VALID, LongHistories.linearizable(2, 100_000, 12, 0, 0), 1_500_000);
        judged(Verdict.INVALID, LongHistories.notLinearizable(1, 20_000, 12, 5, 0), 2_000_000);
    }

    @Test
    void aThousandOperationsOfUnknownOutcome() {
        judged(Verdict.VALID, LongHistories.linearizable(1, 100_000, 12, 5, 0.01), 500_000);
        judged(Verdict.VALID, LongHistories.linearizable(2, 3_000, 12, 0, 0.5), 30_000);
        judged(Verdict.INVALID, LongHistories.notLinearizable(2, 1_000, 12, 5, 0.02), 1_000_000);
    }

    @Test
    void moreOpenOperationsThanBitsInAWord() {
        Recorder recorder = new Recorder(() -> 0);
        List<Recorder.Pending> writes = LongStream.range(0, 150)
            .mapToObj(process -> recorder.invoke(process, "write", process)).toList();
        recorder.invoke(200, "read", null).ok(149);
        recorder.invoke(200, "read", null).ok(3);
        recorder.invoke(200, "read", null).ok(70);
        writes.forEach(Recorder.Pending::ok);
        recorder.invoke(200, "read", null).ok(148);
        judged(Verdict.VALID, recorder.history(), 1_000);
        recorder.invoke(200, "read", null).ok(149);
        judged(Verdict.INVALID, recorder.history(), 1_000);
    }

    @Test
    void whatTheBudgetLeavesOpenIsUnknownWithAProvedPrefix() {
        History history = LongHistories.linearizable(3, 2_000, 12, 5, 0.05);
        CheckResult result = check(history, Budget.ofConfigurations(200));
        assertEquals(Verdict.UNKNOWN, result.verdict());
        PartitionResult partition = result.worst().orElseThrow();
        assertEquals("the limit of 200 configurations", partition.reason());
        int proved = partition.provedUpToEvent();
        assertTrue(proved > 100 && proved < history.events().size(), "proved up to " + proved);
        judged(Verdict.VALID, prefix(history, proved), 100_000);
    }

    private static History prefix(History history, int events) {
        History.Builder builder = History.builder();
        history.events().stream().limit(events).forEach(event -> builder.add(event.process(), event.type(), event.f(), event.key(),
            event.value(), event.time(), event.error()));
        return builder.build();
    }

    @Test
    void timeAndMemoryEndASearch() {
        History history = LongHistories.notLinearizable(4, 20_000, 12, 5, 0);
        AtomicLong clock = new AtomicLong();
        CheckResult late = check(history, Budget.ofTime(Duration.ofNanos(10), () -> clock.getAndAdd(3)));
        assertEquals("the time limit", late.worst().orElseThrow().reason());
        CheckResult full = check(LongHistories.notLinearizable(4, 1_000, 40, 5, 0),
            Budget.ofConfigurations(100_000_000).withMemory(1 << 20));
        assertEquals("the limit of 1 MiB of memory", full.worst().orElseThrow().reason());
    }

    @Test
    void oneHardKeyDoesNotStarveTheOthers() {
        History.Builder builder = History.builder();
        History hard = LongHistories.notLinearizable(4, 3_000, 12, 5, 0);
        hard.events().forEach(event ->
            builder.add(event.process(), event.type(), event.f(), "hard", event.value(), event.time(), null));
        builder.invoke(9_999, "read", "wrong", null, 0).add(9_999, EventType.OK, "read", "wrong", 1, 0, null);
        CheckResult result = LinearizabilityChecker.check(builder.build(), Models.casRegister().perKey(), Budget.ofConfigurations(500));
        assertEquals(List.of(Verdict.UNKNOWN, Verdict.INVALID), result.partitions().stream().map(PartitionResult::verdict).toList());
        assertEquals(Verdict.INVALID, result.verdict());
    }

    @Test
    void keysSideBySideAreJudgedAsEachIsAlone() {
        History.Builder builder = History.builder();
        for (int key = 0; key < 30; key++) {
            String name = "k" + key;
            long first = key * 100_000L;
            History one = key % 7 == 3 ? LongHistories.notLinearizable(key, 800, 8, 5, 0) : LongHistories.linearizable(key, 800, 8, 5, 0);
            one.events().forEach(event ->
                builder.add(first + event.process(), event.type(), event.f(), name, event.value(), event.time(), null));
        }
        CheckResult all = LinearizabilityChecker.check(builder.build(), Models.casRegister().perKey(), Budget.ofConfigurations(10_000_000));
        assertEquals(30, all.partitions().size());
        for (PartitionResult together : all.partitions()) {
            PartitionResult alone = new NativeEngine().check(together.key(), together.operations(), Models.casRegister(),
                Budget.ofConfigurations(10_000_000));
            assertEquals(alone, together);
            assertEquals(Integer.parseInt(together.key().toString().substring(1)) % 7 == 3, together.verdict() == Verdict.INVALID);
        }
    }

    @Test
    void aTrueWitnessIsTheProof() {
        History history = LongHistories.linearizable(1, 1_000, 8, 0, 0);
        PartitionResult found = new NativeEngine().check(null, history.operations(), Models.register(), Budget.ofConfigurations(1_000_000));
        Engine nobody = new Engine() {
            @Override
            public String name() {
                return "nobody";
            }

            @Override
            public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
                throw new AssertionError("the witness is enough");
            }
        };
        Engine witness = new WitnessEngine(found.linearization()::indexOf, nobody);
        assertEquals(found.linearization(), witness.check(null, history.operations(), Models.register(), Budget.ofConfigurations(1))
            .linearization());
    }

    /** As an explanation asks about it, once a transaction that ties keys together has been left out. */
    @Test
    void keysThatNothingTiesTogetherAnyMoreAreStillSeveral() {
        History.Builder apart = History.builder();
        apart.invoke(0, "put", "a", "v", 0).add(0, EventType.OK, "put", "a", "v", 0, null);
        apart.invoke(0, "put", "b", "w", 0).add(0, EventType.OK, "put", "b", "w", 0, null);
        apart.invoke(0, "get", "a", null, 0).add(0, EventType.OK, "get", "a", "v", 0, null);
        History.Builder lost = History.builder();
        lost.invoke(1, "delete", "b", null, 0).invoke(0, "put", "a", "v", 0).add(0, EventType.OK, "put", "a", "v", 0, null);
        lost.add(1, EventType.OK, "delete", "b", null, 0, null);
        lost.invoke(0, "get", "a", null, 0).add(0, EventType.OK, "get", "a", null, 0, null);
        for (boolean withFastCases : new boolean[] {true, false}) {
            NativeEngine engine = new NativeEngine(withFastCases, 1);
            assertEquals(Verdict.VALID, engine.check(null, apart.build().operations(), Models.keyValue(null), Budget.ofConfigurations(100)).verdict());
            assertEquals(Verdict.INVALID, engine.check(null, lost.build().operations(), Models.keyValue(null), Budget.ofConfigurations(100)).verdict());
        }
    }

    @Test
    void oneHistoryHasOneResult() {
        History history = LongHistories.notLinearizable(5, 500, 8, 3, 0.02);
        Budget budget = Budget.ofConfigurations(1_000_000);
        assertEquals(check(history, budget).partitions(), check(history, budget).partitions());
    }
}
