package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.engine.WitnessEngine;
import io.keelson.checker.history.Event;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import io.keelson.simulation.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each operation of a history bears the index of the log at which it happened, and that order is a proof by itself. */
class ReportedOrderTest {
    private static final Engine NOBODY = new Engine() {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
            return new PartitionResult(key, Verdict.UNKNOWN, operations, List.of(), null, "the order is no proof", 0);
        }
    };

    @Test
    void theLogsOrderIsAProof() {
        int proved = 0;
        for (Schedule schedule : ScheduleGenerator.generate(5, 0, 24, 0)) {
            SimulationReport report = Simulation.run(schedule);
            assertTrue(report.history().operations().stream().allMatch(each -> !each.isOk() || each.order() != Event.NO_ORDER), report::explanation);
            boolean happenedForCertain = report.history().operations().stream().noneMatch(Operation::isCrashed);
            if (happenedForCertain) {
                assertEquals(Verdict.VALID, LinearizabilityChecker.check(report.history(), Models.casRegister().perKey(),
                    Budget.ofConfigurations(1_000), WitnessEngine.ofHistory(NOBODY)).verdict());
                proved++;
            }
        }
        assertTrue(proved > 0, "no run without an unknown outcome");
    }
}
