package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import java.util.Map;
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
 * The engines against each other, on histories too long for the definition: of many windows, each of which can begin and end in several
 * ways, and with many operations of unknown outcome, which are used up one by one.
 */
class EnginesAgreeProperties {
    private static final int TRIES = 1_000;
    private static final int OPERATIONS = 40;

    @Provide
    Arbitrary<List<Integer>> scripts() {
        return Arbitraries.integers().between(0, 99_999_999).withDistribution(RandomDistribution.uniform()).list().ofMinSize(40).ofMaxSize(110);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void casRegister(@ForAll("scripts") List<Integer> script) {
        agree(script, () -> new TrueRegisters.Register(true, false, 0), Models.casRegister());
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void multiRegister(@ForAll("scripts") List<Integer> script) {
        agree(script, () -> new TrueRegisters.Store("multi-register", false), Models.multiRegister(Map.of()));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true, label = "linearizable")
    void mutex(@ForAll("scripts") List<Integer> script) {
        agree(script, () -> new TrueLocks.Mutex(false), Models.mutex());
    }

    private static void agree(List<Integer> script, Supplier<TrueObject> object, Model model) {
        int crashesOfTen = List.of(0, 0, 1, 3).get(script.getFirst() / 31 % 4);
        History history = SmallHistory.of(script, object.get(), crashesOfTen, OPERATIONS, 8).history();
        CheckResult result = LinearizabilityChecker.check(history, model, OracleProperties.BUDGET);
        assertNotEquals(Verdict.UNKNOWN, result.verdict());
        Statistics.label("linearizable").collect(result.verdict()).coverage(coverage -> {
            coverage.check(Verdict.VALID).percentage(share -> share > 5);
            coverage.check(Verdict.INVALID).percentage(share -> share > 5);
        });
        for (PartitionResult partition : result.partitions()) {
            OracleProperties.layersAgree(partition, model);
            OracleProperties.windowsAgree(partition, model);
        }
        OracleProperties.onlineAgrees(history, model, result);
    }
}
