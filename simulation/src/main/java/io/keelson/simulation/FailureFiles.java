package io.keelson.simulation;

import io.keelson.checker.history.EdnWriter;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;

/** What a failed run leaves behind: the schedule, the history, and the end of the trace. */
final class FailureFiles {
    static final String SCHEDULE = "schedule.txt";
    private static final String HISTORY = "history.edn";
    private static final String TRACE = "trace.txt";
    private static final String EXPLANATION = "explanation.txt";
    private static final int TRACE_LINES = 20_000;

    private FailureFiles() {}

    /**
     * Runs a failing schedule once more and writes what is to be seen.
     *
     * @return the directory
     * @throws IOException if a file can't be written
     */
    static Path write(Path failures, String id, SimulationReport run, Interposer interposer) throws IOException {
        Path directory = Files.createDirectories(failures.resolve("failures").resolve(id));
        ArrayDeque<String> lines = new ArrayDeque<>();
        Simulation.run(run.schedule(), interposer, Trace.writing(line -> {
            if (lines.size() == TRACE_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }));
        Files.writeString(directory.resolve(SCHEDULE), ScheduleText.write(run.schedule()));
        Files.write(directory.resolve(TRACE), lines);
        Files.writeString(directory.resolve(EXPLANATION), run.failure() + "\n" + run.explanation() + "\n");
        EdnWriter.write(run.history(), directory.resolve(HISTORY));
        return directory;
    }
}
