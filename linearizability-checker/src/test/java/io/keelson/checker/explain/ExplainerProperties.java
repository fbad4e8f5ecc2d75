package io.keelson.checker.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.Keyword;
import io.keelson.checker.RecordedHistories;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a counterexample claims, held to the engine: each of its operations is needed, and together they are enough. */
class ExplainerProperties {
    private static final Budget BUDGET = Budget.ofConfigurations(2_000_000);

    private static PartitionResult check(List<Operation> operations, Model model) {
        return new NativeEngine().check(null, operations, model, BUDGET);
    }

    /** A register with operations that overlap at random and see what they like, of unknown outcome now and then. */
    private static History history(List<Integer> script, boolean queue) {
        History.Builder builder = History.builder();
        long[] process = {0, 1, 2, 3};
        Object[] open = new Object[4];
        String[] f = new String[4];
        for (int number : script) {
            int slot = number % 4;
            int choice = number / 4;
            long value = choice / 12 % 3;
            if (f[slot] == null) {
                f[slot] = queue ? choice % 2 == 0 ? "enqueue" : "dequeue" : List.of("read", "write", "cas").get(choice % 3);
                open[slot] = f[slot].equals("cas") ? Values.vector(value, choice / 36 % 3) : f[slot].equals("read") || f[slot].equals("dequeue") ? null : value;
                builder.invoke(process[slot], f[slot], null, open[slot], -1);
            } else {
                EventType type = choice % 10 == 0 ? EventType.INFO : choice % 10 == 1 ? EventType.FAIL : EventType.OK;
                Object output = f[slot].equals("read") || f[slot].equals("dequeue") ? (Object) value : open[slot];
                builder.add(process[slot], type, f[slot], null, output, -1, null);
                process[slot] += type == EventType.INFO ? 4 : 0;
                f[slot] = null;
            }
        }
        return builder.build();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void onRegisters(@ForAll("scripts") List<Integer> script) {
        holds(history(script, false), Models.casRegister());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void onQueues(@ForAll("scripts") List<Integer> script) {
        holds(history(script, true), Models.queue());
    }

    /** Else what is left out would still matter: by when it began. */
    @Example
    void whatIsRelaxedCouldHaveBegunBeforeEverything() {
        Recorder recorder = new Recorder(() -> 0);
        recorder.invoke(0, "read", null).ok(1);
        recorder.invoke(0, "write", 1).ok();
        List<Operation> relaxed = Relaxed.allBut(Set.of(0), recorder.history().operations(), Models.register());
        assertFalse(new Minimizer(Models.register(), new Effort(BUDGET)).refuted(relaxed, List.of(Start.of(Models.register()))));
    }

    /** Either write may have been the last; one read refutes the one, the other the other. */
    @Example
    void bothOfTwoBeginningsAreRefuted() {
        Recorder recorder = new Recorder(() -> 0);
        Recorder.Pending one = recorder.invoke(0, "txn", transaction("write", 1));
        recorder.invoke(1, "txn", transaction("write", 2)).ok();
        one.ok();
        Recorder.Pending first = recorder.invoke(0, "txn", transaction("read", null));
        recorder.invoke(1, "txn", transaction("read", null)).ok(transaction("read", 2));
        first.ok(transaction("read", 1));
        Model model = Models.multiRegister(Map.of("x", 0L));
        Counterexample found = Explainer.explain(check(recorder.history().operations(), model), model, BUDGET);
        assertEquals(2, found.states().size());
        assertEquals(2, found.core().size());
        holds(recorder.history(), model);
    }

    private static Object transaction(String f, Object value) {
        return Values.vector(Values.vector(Keyword.intern(f), "x", value));
    }

    @Example
    void onRecordedHistories() throws IOException {
        int explained = 0;
        for (Path file : RecordedHistories.all("1.edn", "3.edn")) {
            if (file.toString().contains("etcd")) {
                explained += holds(HistoryReader.read(file), Models.casRegister());
            }
        }
        assertTrue(explained > 3, "only " + explained);
    }

    private static int holds(History history, Model model) {
        List<Operation> possible = history.operations().stream().filter(operation -> operation.outcome() != EventType.FAIL).toList();
        PartitionResult result = check(possible, model);
        Counterexample found = Explainer.explain(result, model, BUDGET);
        if (result.verdict() != Verdict.INVALID) {
            assertNull(found);
            return 0;
        }
        assertFalse(found.core().isEmpty());
        assertTrue(found.minimal());
        assertFalse(found.sentence().isBlank());
        assertFalse(found.orders().isEmpty());
        List<Operation> prefix = Relaxed.prefix(possible, found.refuted().completed());
        assertEquals(Verdict.INVALID, check(prefix, model).verdict(), "the prefix fails");
        assertNotEquals(Verdict.INVALID, check(Relaxed.prefix(possible, found.refuted().completed() - 1), model).verdict(), "and no shorter one");
        List<Operation> alone = found.core().stream().map(Counterexample.Reasoned::operation).toList();
        List<Start> starts = found.cut() < 0 ? List.of(Start.of(model))
            : found.states().stream().map(state -> new Start(state, List.of())).toList();
        for (Start start : starts) {
            assertTrue(new Minimizer(model, new Effort(BUDGET)).refuted(alone, List.of(start)), "the core fails by itself");
        }
        if (found.cut() < 0) {
            if (!model.name().equals("cas-register")) {
                return 1;
            }
            Set<Integer> core = found.core().stream().map(each -> each.operation().id()).collect(Collectors.toSet());
            assertEquals(Verdict.INVALID, relaxed(core, prefix, model), "the core is enough");
            for (int id : core) {
                Set<Integer> fewer = new HashSet<>(core);
                fewer.remove(id);
                assertNotEquals(Verdict.INVALID, relaxed(fewer, prefix, model), () -> "without " + id);
            }
        } else {
            assertTrue(possible.stream().noneMatch(operation -> operation.isOk() && operation.invoked() < found.cut()
                && operation.completed() > found.cut() && operation.completed() <= found.refuted().completed()), "nothing was running at the cut");
        }
        return 1;
    }

    /** With what grouping has left out relaxed as well: no operation of a register can make up for one of another value. */
    private static Verdict relaxed(Set<Integer> kept, List<Operation> prefix, Model model) {
        return new Minimizer(model, new Effort(BUDGET)).refuted(Relaxed.allBut(kept, prefix, model), List.of(Start.of(model)))
            ? Verdict.INVALID : Verdict.VALID;
    }

    @Provide
    Arbitrary<List<Integer>> scripts() {
        return Arbitraries.integers().between(0, 4 * 10 * 36 - 1).list().ofMinSize(10).ofMaxSize(30);
    }
}
