package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.simulation.schedule.ScheduleText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** Schedules that once failed, or that show one of each: replayed first in each build. */
@Order(1)
class CorpusTest {
    @TestFactory
    List<DynamicTest> corpus() throws IOException, URISyntaxException {
        Path directory = Path.of(CorpusTest.class.getResource("/corpus").toURI());
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(".schedule")).sorted().toList();
        }
        assertFalse(files.isEmpty());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file))).toList();
    }

    private static void replay(Path file) throws IOException, ScheduleSyntaxException {
        SimulationReport report = Simulation.run(ScheduleText.read(Files.readString(file)));
        assertEquals(Verdict.VALID, report.verdict(), () -> report.failure() + ": " + report.explanation());
    }
}
