package io.keelson.simulation;

import io.keelson.checker.history.EdnWriter;
import io.keelson.simulation.report.RunRecording;
import io.keelson.simulation.report.SpaceTimePage;
import io.keelson.simulation.schedule.Json;
import io.keelson.simulation.schedule.ScheduleJson;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a failed run leaves behind, in a folder of its own: the schedule as text and JSON, the history, the end of the trace, what was seen, a regression test, and a page
 * that draws it all.
 */
public final class FailureFiles {
    static final String SCHEDULE = "schedule.txt";
    static final String PAGE = "index.html";
    private static final String SCHEDULE_JSON = "schedule.json";
    private static final String FAILURE = "failure.json";
    private static final String HISTORY = "history.edn";
    private static final String TRACE = "trace.txt";
    private static final String EXPLANATION = "explanation.txt";
    private static final int TRACE_LINES = 20_000;

    private FailureFiles() {}

    /**
     * Runs a failing schedule once more and writes what is to be seen.
     *
     * @param out where the folder {@code failures} is, or will be
     * @param id names the folder in it
     * @param run what came of the schedule
     * @param interposer stands between the nodes and their ports
     * @param commit of the sources, for the reader; empty if nobody knows
     * @return the directory
     * @throws IOException if a file can't be written
     */
    public static Path write(Path out, String id, SimulationReport run, Interposer interposer, String commit) throws IOException {
        Path directory = Files.createDirectories(out.resolve("failures").resolve(id));
        ArrayDeque<String> lines = new ArrayDeque<>();
        RunRecording recording = new RunRecording(run.group());
        Trace trace = Trace.writing(line -> {
            if (lines.size() == TRACE_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        });
        Simulation.run(run.schedule(), interposer, trace, recording);
        String origin = (commit.isEmpty() ? "" : "commit " + commit + ", ") + "Java " + Runtime.version() + ", seed " + run.schedule().seed();
        writeFound(out, id, run, commit);
        Files.write(directory.resolve(TRACE), lines);
        Files.writeString(directory.resolve(RegressionTest.fileName(id)), RegressionTest.of(id, run));
        Files.writeString(directory.resolve(PAGE), SpaceTimePage.of(id, run, recording, origin));
        EdnWriter.write(run.history(), directory.resolve(HISTORY));
        return directory;
    }

    /**
     * Writes what a failing schedule is and what it showed, without running it once more. Each file is there whole, old or new.
     *
     * @param out as above
     * @param id as above
     * @param run what came of the schedule
     * @param commit as above
     * @throws IOException if a file can't be written
     */
    static void writeFound(Path out, String id, SimulationReport run, String commit) throws IOException {
        Path directory = Files.createDirectories(out.resolve("failures").resolve(id));
        replace(directory.resolve(SCHEDULE), ScheduleText.write(run.schedule()));
        replace(directory.resolve(SCHEDULE_JSON), ScheduleJson.write(run.schedule()));
        replace(directory.resolve(FAILURE), failure(id, run, commit) + "\n");
        replace(directory.resolve(EXPLANATION), run.failure() + "\n" + run.explanation() + "\n");
    }

    private static void replace(Path file, String text) throws IOException {
        Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String failure(String id, SimulationReport run, String commit) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id);
        members.put("failure", run.failure());
        members.put("explanation", run.explanation());
        members.put("group", run.group());
        members.put("seed", run.schedule().seed());
        members.put("commit", commit);
        members.put("java", Runtime.version().toString());
        members.put("traceDigest", Long.toHexString(run.traceDigest()));
        members.put("actions", run.schedule().actions().size());
        return Json.write(members);
    }
}
