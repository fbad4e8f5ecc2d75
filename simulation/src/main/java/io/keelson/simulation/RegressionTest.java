package io.keelson.simulation;

import io.keelson.simulation.schedule.ScheduleText;

/** The text of a test that runs a schedule which once failed. It compiles as it is, in the package of this module's tests. */
final class RegressionTest {
    private RegressionTest() {}

    static String fileName(String id) {
        return className(id) + ".java";
    }

    private static String className(String id) {
        return "Schedule" + id.replaceAll("[^A-Za-z0-9]", "_") + "Test";
    }

    static String of(String id, SimulationReport run) {
        String schedule = ScheduleText.write(run.schedule()).indent(16).stripTrailing();
        return """
                package io.keelson.simulation;

                import static org.junit.jupiter.api.Assertions.assertEquals;

                import io.keelson.checker.engine.Verdict;
                import io.keelson.simulation.schedule.ScheduleText;
                import org.junit.jupiter.api.Test;

                /** %s was violated by this schedule once. */
                class %s {
                    @Test
                    void thisScheduleHolds() throws Exception {
                        SimulationReport report = Simulation.run(ScheduleText.read(
                                \"""
                %s
                                \"""));
                        assertEquals(Verdict.VALID, report.verdict(), report.failure() + ": " + report.explanation());
                    }
                }
                """.formatted(run.failure(), className(id), schedule);
    }
}
