package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleArbitraries;
import io.keelson.simulation.schedule.ScheduleText;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the schedule: no invariant is violated, the cluster comes back, and what clients saw is linearizable. */
class RandomScheduleProperties {
    @Provide
    Arbitrary<Schedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyScheduleHolds(@ForAll("schedules") Schedule schedule) {
        SimulationReport report = Simulation.run(schedule);
        assertEquals(
                Verdict.VALID,
                report.verdict(),
                () -> report.failure() + ": " + report.explanation() + "\n" + ScheduleText.write(schedule));
    }
}
