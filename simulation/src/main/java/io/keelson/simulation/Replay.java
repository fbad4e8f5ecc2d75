package io.keelson.simulation;

import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleJson;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of a schedule that somebody has written down. */
public final class Replay {
    private Replay() {}

    /**
     * What came of it.
     *
     * @param report the run
     */
    public record Result(SimulationReport report) {
        /** Returns the result in a few lines for people. */
        public List<String> summary() {
            List<String> lines = new ArrayList<>();
            lines.add(report.verdict().label() + (report.failure() == null ? "" : ": " + report.failure()));
            report.explanation().lines().map("  "::concat).forEach(lines::add);
            lines.add("virtual time " + Trace.moment(report.virtualNanos()) + " s; operations: " + report.operations().ok + " ok, "
                    + report.operations().fail + " fail, " + report.operations().info + " info; acknowledged writes "
                    + report.operations().acknowledgedWrites + ", lost " + report.lostWrites());
            lines.add("elections won " + report.world().leaderChanges + ", conflicts truncated " + report.world().conflictsTruncated + ", crashes "
                    + report.world().crashes + ", restarts " + report.world().restarts + "; trace " + Long.toHexString(report.traceDigest()));
            return lines;
        }
    }

    /**
     * Runs a schedule.
     *
     * @param text the schedule, as {@link ScheduleText} or {@link ScheduleJson} describe it
     * @param trace the file that every event is written to; null for none
     * @throws ScheduleSyntaxException if the text is not a schedule
     * @throws IOException if the trace can't be written
     */
    public static Result run(String text, Path trace) throws ScheduleSyntaxException, IOException {
        Schedule schedule = read(text);
        if (trace == null) {
            return new Result(Simulation.run(schedule));
        }
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(trace))) {
            Result result = new Result(Simulation.run(schedule, Interposer.NONE, Trace.writing(line -> lines.print(line + "\n"))));
            if (lines.checkError()) {
                throw new IOException("the trace can't be written");
            }
            return result;
        }
    }

    /**
     * Runs a schedule before somebody who takes each event as it happens.
     *
     * @param text as above
     * @param events takes a line for each
     * @throws ScheduleSyntaxException if the text is not a schedule
     */
    public static Result run(String text, Trace.Appender events) throws ScheduleSyntaxException {
        return new Result(Simulation.run(read(text), Interposer.NONE, Trace.writing(events)));
    }

    private static Schedule read(String text) throws ScheduleSyntaxException {
        return ScheduleJson.isJson(text) ? ScheduleJson.read(text) : ScheduleText.read(text);
    }
}
