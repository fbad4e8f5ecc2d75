package io.keelson.simulation.report;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.simulation.SimulationReport;
import io.keelson.simulation.schedule.Json;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.SimNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One page that shows a run as a space-time diagram; it holds all that it needs. */
public final class SpaceTimePage {
    private static final String TEMPLATE = "space-time.html";
    private static final String TITLE = "@TITLE@";
    private static final String DATA = "@DATA@";
    private static final long MICRO = 1_000;

    private SpaceTimePage() {}

    /**
     * Draws a run.
     *
     * @param id of the failure, for the title
     * @param run what came of it
     * @param recording of the same run
     * @param origin where the run comes from, in a line: the commit, the Java version
     * @return the page
     */
    public static String of(String id, SimulationReport run, RunRecording recording, String origin) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("verdict", run.verdict().label());
        data.put("failure", run.failure());
        data.put("explanation", run.explanation());
        RunRecording restored = recording.following();
        long shift = run.restored() ? restored.begin() : 0;
        long violatedAt = run.violation() == null ? -1 : shift + run.violation().time() / MICRO;
        long end = restored == null ? run.virtualNanos() / MICRO : Math.max(restored.latest(), violatedAt);
        data.put("violatedAt", violatedAt);
        data.put("violatedOn", run.violation() == null ? 0 : run.violation().node());
        data.put("end", end);
        data.put("healed", recording.healedAt());
        data.put("restored", restored == null ? -1 : restored.begin());
        data.put("healedAgain", restored == null ? -1 : restored.healedAt());
        data.put("origin", origin + (run.group() > SimNode.GROUP ? ", states and operations of group " + run.group() : "")
                + (restored == null ? "" : "; behind the band is the cluster that began with the copy of a snapshot, whose own time begins at " + restored.begin() / 1e6 + " s"));
        data.put("nodes", run.schedule().nodes());
        data.put("schedule", ScheduleText.write(run.schedule()));
        data.put("faults", ofBoth(recording, RunRecording::faults));
        data.put("states", ofBoth(recording, RunRecording::states));
        data.put("messages", ofBoth(recording, RunRecording::messages));
        data.put("operations", operations(run, shift, run.restored() ? end : run.virtualNanos() / MICRO));
        String title = (run.failure() == null ? "valid run" : run.failure()) + " - " + id;
        return template().replace(TITLE, title.replace("&", "&amp;").replace("<", "&lt;")).replace(DATA, Json.write(data));
    }

    private static <T> List<T> ofBoth(RunRecording recording, Function<RunRecording, List<T>> part) {
        List<T> all = new ArrayList<>(part.apply(recording));
        if (recording.following() != null) {
            all.addAll(part.apply(recording.following()));
        }
        return all;
    }

    private static List<Object> operations(SimulationReport run, long shift, long end) {
        List<Object> operations = new ArrayList<>();
        for (Operation operation : run.history().operations()) {
            long completed = operation.outcome() == EventType.INFO ? end : shift + operation.completedAt() / MICRO;
            operations.add(List.of(
                    operation.process(), shift + operation.invokedAt() / MICRO, completed, operation.outcome().name().toLowerCase(Locale.ROOT),
                    operation.key() + ": " + operation.call()));
        }
        return operations;
    }

    private static String template() {
        try (InputStream file = SpaceTimePage.class.getResourceAsStream(TEMPLATE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
