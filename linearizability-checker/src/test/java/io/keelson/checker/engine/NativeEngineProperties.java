package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import io.keelson.checker.model.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The engine against the definition, on small histories: the verdict, and everything that it gives as grounds. */
class NativeEngineProperties {
    private static final int HISTORIES = 12_000;

    @Property(tries = HISTORIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    @StatisticsReport(onFailureOnly = true, label = "crashed operations")
    @StatisticsReport(onFailureOnly = true, label = "failed operations")
    void registersAgreeWithTheDefinition(@ForAll("scripts") List<Integer> script) {
        agrees(SmallHistories.of(script, false, 0), Models.register());
    }

    @Property(tries = HISTORIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    @StatisticsReport(onFailureOnly = true, label = "crashed operations")
    @StatisticsReport(onFailureOnly = true, label = "failed operations")
    void casRegistersAgreeWithTheDefinition(@ForAll("scripts") List<Integer> script) {
        agrees(SmallHistories.of(script, true, 0), Models.casRegister());
    }

    @Property(tries = HISTORIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    @StatisticsReport(onFailureOnly = true, label = "crashed operations")
    @StatisticsReport(onFailureOnly = true, label = "failed operations")
    void registersByKeyAgreeWithTheDefinition(@ForAll("scripts") List<Integer> script) {
        agrees(SmallHistories.of(script, false, 2), Models.register().perKey());
    }

    @Property(tries = HISTORIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    @StatisticsReport(onFailureOnly = true, label = "crashed operations")
    @StatisticsReport(onFailureOnly = true, label = "failed operations")
    void casRegistersByKeyAgreeWithTheDefinition(@ForAll("scripts") List<Integer> script) {
        agrees(SmallHistories.of(script, true, 2), Models.casRegister().perKey());
    }

    @Property(tries = HISTORIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    @StatisticsReport(onFailureOnly = true, label = "crashed operations")
    @StatisticsReport(onFailureOnly = true, label = "failed operations")
    void crashingCasRegistersAgreeWithTheDefinition(@ForAll("scripts") List<Integer> script) {
        agrees(SmallHistories.crashing(script), Models.casRegister());
    }

    @Provide
    Arbitrary<List<Integer>> scripts() {
        return Arbitraries.integers().between(0, 9_999).withDistribution(RandomDistribution.uniform())
            .list().ofMinSize(8).ofMaxSize(28);
    }

    private static void agrees(History history, Model model) {
        boolean expected = BruteForce.isLinearizable(history.operations());
        CheckResult result = LinearizabilityChecker.check(history, model, Budget.ofConfigurations(1_000_000));
        assertEquals(expected ? Verdict.VALID : Verdict.INVALID, result.verdict());
        for (PartitionResult partition : result.partitions()) {
            groundsHold(partition, model);
            layersAgree(partition, model);
        }
        count(history, expected);
    }

    /** Both verdicts, crashed and failed operations must be common, or the comparison proves little. */
    private static void count(History history, boolean linearizable) {
        boolean crashed = history.operations().stream().anyMatch(Operation::isCrashed);
        boolean failed = history.operations().stream().anyMatch(operation -> !operation.isCrashed() && !operation.isOk());
        Statistics.label("linearizable").collect(linearizable).coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 25);
            coverage.check(false).percentage(share -> share > 25);
        });
        Statistics.label("crashed operations").collect(crashed).coverage(
            coverage -> coverage.check(true).percentage(share -> share > 25));
        Statistics.label("failed operations").collect(failed).coverage(
            coverage -> coverage.check(true).percentage(share -> share > 15));
    }

    /** Small histories never need the second search, so it is asked by itself. */
    private static void layersAgree(PartitionResult partition, Model model) {
        StateTable table = new StateTable(model);
        int initial = table.state(model.initialState());
        Timeline line = new Timeline(Columns.of(partition.operations(), table), table.transitionCount());
        LayeredSearch search = new LayeredSearch(line, table, initial, new Meter(Budget.ofConfigurations(1_000_000)));
        assertEquals(partition.verdict(), search.run());
        if (partition.verdict() == Verdict.INVALID) {
            assertEquals(partition.stuck(), search.stuck());
        }
    }

    private static void groundsHold(PartitionResult partition, Model model) {
        Set<Integer> placed = orderIsAllowed(partition, model);
        if (partition.verdict() == Verdict.VALID) {
            assertTrue(partition.operations().stream().allMatch(operation -> !operation.isOk() || placed.contains(operation.id())));
        } else {
            int failsAt = partition.stuck().completed();
            assertTrue(BruteForce.isLinearizableBefore(partition.operations(), failsAt), "the prefix before is linearizable");
            assertFalse(BruteForce.isLinearizableBefore(partition.operations(), failsAt + 1), "the completion itself is not");
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
