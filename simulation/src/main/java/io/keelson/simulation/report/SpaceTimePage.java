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
        data.put("violatedAt", run.violation() == null ? -1 : run.violation().time() / MICRO);
        data.put("violatedOn", run.violation() == null ? 0 : run.violation().node());
        data.put("end", run.virtualNanos() / MICRO);
        data.put("healed", recording.healedAt());
        data.put("origin", origin + (run.group() > SimNode.GROUP ? ", states and operations of group " + run.group() : ""));
        data.put("nodes", run.schedule().nodes());
        data.put("schedule", ScheduleText.write(run.schedule()));
        data.put("faults", recording.faults());
        data.put("states", recording.states());
        data.put("messages", recording.messages());
        data.put("operations", operations(run));
        String title = (run.failure() == null ? "valid run" : run.failure()) + " - " + id;
        return template().replace(TITLE, title.replace("&", "&amp;").replace("<", "&lt;")).replace(DATA, Json.write(data));
    }

    private static List<Object> operations(SimulationReport run) {
        List<Object> operations = new ArrayList<>();
        for (Operation operation : run.history().operations()) {
            long end = operation.outcome() == EventType.INFO ? run.virtualNanos() : operation.completedAt();
            operations.add(List.of(
                    operation.process(), operation.invokedAt() / MICRO, end / MICRO, operation.outcome().name().toLowerCase(Locale.ROOT),
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
