package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.Event;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import io.keelson.checker.model.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Every engine and every model against the definition, on small histories of true objects: the verdict, and everything that is given
 * as grounds. The number of histories a model is in {@code junit-platform.properties}; {@code mvn -Pnightly verify} takes a million.
 */
class OracleProperties {
    static final Budget BUDGET = Budget.ofConfigurations(1_000_000);
    /** Roomy, not a bound: the online checker answers unknown where its memory ends, and here a verdict is wanted. 16 MB were too few. */
    private static final long ONLINE_BYTES = 1L << 28;

    @Provide
    Arbitrary<List<Integer>> scripts() {
        return Arbitraries.integers().between(0, 9_999_999).withDistribution(RandomDistribution.uniform())
            .list().ofMinSize(8).ofMaxSize(28);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void register(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Register(false, isOdd(script), 0), Models.register());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void casRegister(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Register(true, isOdd(script), 0), Models.casRegister());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void casRegisterByKey(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Register(true, false, 2), Models.casRegister().perKey());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void multiRegister(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Store("multi-register", isOdd(script)), Models.multiRegister(Map.of()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void keyValue(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Store("kv", isOdd(script)), Models.keyValue(null));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void texts(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueRegisters.Store("texts", isOdd(script)), Models.keyValue(null));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void listAppend(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> isOdd(script) ? new TrueCollections.ListOfAll() : new TrueRegisters.Store("list-append", true),
            Models.listAppend());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void etcd(@ForAll("scripts") List<Integer> script) {
        agrees(script, TrueLocks.Etcd::new, Models.etcd());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void mutex(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueLocks.Mutex(isOdd(script)), Models.mutex());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void fencedLock(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueLocks.Fenced(false), Models.fencedLock());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void lease(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueLocks.Fenced(true), Models.lease());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void counter(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Counter(isOdd(script)), Models.counter(0));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void set(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Elements(script.get(1) % 3 > 0, script.get(2) % 3 > 0, isOdd(script)), Models.set());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void queue(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Sequence("queue", !isEveryFourth(script)), Models.queue());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void unorderedQueue(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Sequence("unordered-queue", isOdd(script)), Models.unorderedQueue());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void stack(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Sequence("stack", !isEveryFourth(script)), Models.stack());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void priorityQueue(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Sequence("priority-queue", !isEveryFourth(script)), Models.priorityQueue());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void log(@ForAll("scripts") List<Integer> script) {
        agrees(script, () -> new TrueCollections.Log(!isEveryFourth(script)), Models.log());
    }

    private static boolean isOdd(List<Integer> script) {
        return script.getFirst() / 7 % 2 == 1;
    }

    private static boolean isEveryFourth(List<Integer> script) {
        return script.getFirst() / 7 % 4 == 0;
    }

    /** Crashes are rare, common or absent. */
    private static void agrees(List<Integer> script, Supplier<TrueObject> object, Model model) {
        int crashesOfTen = List.of(0, 1, 1, 5).get(script.getFirst() / 31 % 4);
        SmallHistory small = SmallHistory.of(script, object.get(), crashesOfTen, 8, 4);
        History history = small.history();
        boolean expected = BruteForce.isLinearizable(history.operations(), object.get());
        Statistics.label("linearizable").collect(expected).coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 5);
            coverage.check(false).percentage(share -> share > 5);
        });
        Verdict verdict = expected ? Verdict.VALID : Verdict.INVALID;
        CheckResult result = LinearizabilityChecker.check(history, model, BUDGET);
        assertEquals(verdict, result.verdict());
        for (PartitionResult partition : result.partitions()) {
            groundsHold(partition, model, object);
            layersAgree(partition, model);
            searchAgrees(partition, model);
            windowsAgree(partition, model);
        }
        onlineAgrees(history, model, result);
        witnessesChangeNothing(small, model, verdict);
    }

    /** Event by event, and the same operation is at fault. */
    static void onlineAgrees(History history, Model model, CheckResult result) {
        if (history.operations().stream().anyMatch(model::tiesKeys)) {
            return;
        }
        OnlineChecker online = new OnlineChecker(model, ONLINE_BYTES);
        EventFeed.feed(history, online);
        assertEquals(result.verdict(), online.finish(), online::reason);
        if (result.verdict() == Verdict.INVALID) {
            int first = result.partitions().stream().filter(partition -> partition.verdict() == Verdict.INVALID)
                .mapToInt(partition -> partition.stuck().completed()).min().orElseThrow();
            assertEquals(first, online.violation().completed());
        }
    }

    /** A true order, and one that is not. */
    private static void witnessesChangeNothing(SmallHistory small, Model model, Verdict verdict) {
        Engine truth = new WitnessEngine(operation -> small.appliedAt(operation.id()) == null ? WitnessEngine.NONE
            : small.appliedAt(operation.id()), new NativeEngine());
        Engine nonsense = new WitnessEngine(operation -> operation.completed() % 5, new NativeEngine());
        assertEquals(verdict, LinearizabilityChecker.check(small.history(), model, BUDGET, truth).verdict());
        assertEquals(verdict, LinearizabilityChecker.check(small.history(), model, BUDGET, nonsense).verdict());
    }

    /** The search alone, where a fast case has decided. */
    private static void searchAgrees(PartitionResult partition, Model model) {
        if (partition.configurations() == 0) {
            PartitionResult searched = new NativeEngine(false, Integer.MAX_VALUE).check(null, partition.operations(), model, BUDGET);
            assertEquals(partition.verdict(), searched.verdict());
            assertEquals(partition.stuck(), searched.stuck());
        }
    }

    /** Cut wherever nothing is open, as small histories never are by themselves. */
    static void windowsAgree(PartitionResult partition, Model model) {
        PartitionResult windowed = new NativeEngine(false, 1).check(partition.key(), partition.operations(), model, BUDGET);
        assertEquals(partition.verdict(), windowed.verdict());
        assertEquals(partition.stuck(), windowed.stuck());
        if (windowed.verdict() == Verdict.VALID) {
            Set<Integer> placed = orderIsAllowed(windowed, model);
            assertTrue(windowed.operations().stream().allMatch(operation -> !operation.isOk() || placed.contains(operation.id())));
        }
    }

    /** Small histories never need the second search, so it is asked by itself. */
    static void layersAgree(PartitionResult partition, Model model) {
        StateTable table = new StateTable(model);
        int initial = table.state(model.initialState());
        Timeline line = new Timeline(Columns.of(partition.operations(), table), table.transitionCount());
        LayeredSearch search = new LayeredSearch(line, table, initial, new Meter(BUDGET));
        assertEquals(partition.verdict(), search.run());
        if (partition.verdict() == Verdict.INVALID) {
            assertEquals(partition.stuck(), search.stuck());
        }
    }

    private static void groundsHold(PartitionResult partition, Model model, Supplier<TrueObject> object) {
        Set<Integer> placed = orderIsAllowed(partition, model);
        if (partition.verdict() == Verdict.VALID) {
            assertTrue(partition.operations().stream().allMatch(operation -> !operation.isOk() || placed.contains(operation.id())));
        } else {
            int failsAt = partition.stuck().completed();
            assertTrue(BruteForce.isLinearizableBefore(partition.operations(), failsAt, object.get()), "the prefix before is linearizable");
            assertFalse(BruteForce.isLinearizableBefore(partition.operations(), failsAt + 1, object.get()), "the completion itself is not");
            assertFalse(placed.contains(partition.stuck().id()));
            assertTrue(partition.operations().stream()
                .allMatch(operation -> operation.completed() >= failsAt || placed.contains(operation.id())));
        }
    }

    /** The order respects real time and the model; the ids of its operations. */
    private static Set<Integer> orderIsAllowed(PartitionResult partition, Model model) {
        Set<Integer> placed = new HashSet<>();
        Object state = model.initialState();
        int latestInvocation = -1;
        for (Operation operation : partition.linearization()) {
            assertTrue(placed.add(operation.id()), "each operation once");
            assertTrue(operation.completed() > latestInvocation, "real time is respected");
            latestInvocation = Math.max(latestInvocation, operation.invoked());
            state = model.step(state, Transition.of(operation));
            assertTrue(state != Model.REFUSED, "the model allows it");
        }
        return placed;
    }
}
