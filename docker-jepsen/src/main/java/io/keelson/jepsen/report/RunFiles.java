package io.keelson.jepsen.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EdnWriter;
import io.keelson.checker.history.EventType;
import io.keelson.jepsen.Availability;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.workload.LostWrites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files that Jepsen's users look for: {@code test.edn} from the beginning; in the end {@code history.edn}, {@code results.edn}, {@code report.html} and
 * {@code timeline.html}, or, of a run that broke off, {@code results.edn} and {@code report.html} with the reason.
 */
public final class RunFiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path folder;
    private final Circumstances circumstances;

    private RunFiles(Path folder, Circumstances circumstances) {
        this.folder = folder;
        this.circumstances = circumstances;
    }

    /**
     * Writes {@code test.edn}.
     *
     * @param folder the run's folder
     * @param plan what the run is to do
     * @param circumstances what else there is to tell
     * @throws IOException if it cannot be written
     */
    public static RunFiles begin(Path folder, RunPlan plan, Circumstances circumstances) throws IOException {
        Files.writeString(folder.resolve("test.edn"), Edn.print(test(plan, circumstances)) + "\n");
        return new RunFiles(folder, circumstances);
    }

    /**
     * Writes what is left when a run has come to a verdict.
     *
     * @throws IOException if a file cannot be written
     */
    public void write(RunResult result) throws IOException {
        EdnWriter.write(result.history(), folder.resolve("history.edn"));
        Files.writeString(folder.resolve("results.edn"), Edn.print(results(result)) + "\n");
        Files.writeString(folder.resolve("timeline.html"), TimelinePage.of(result));
        Files.writeString(folder.resolve("report.html"), ReportPage.of(result, circumstances));
    }

    /**
     * Writes what is left when a run broke off: that is unknown, not valid.
     *
     * @param error why, in a line
     * @throws IOException if a file cannot be written
     */
    public void crashed(String error) throws IOException {
        Files.writeString(folder.resolve("results.edn"), Edn.print(ordered("valid?", valid(Verdict.UNKNOWN), "error", error)) + "\n");
        Files.writeString(folder.resolve("report.html"), ReportPage.crashed(error, circumstances));
    }

    private static Map<String, Object> test(RunPlan plan, Circumstances circumstances) {
        return ordered(
                "name", circumstances.test(),
                "start-time", circumstances.start().toString(),
                "driver", new Edn.Keyword(circumstances.driver()),
                "workload", new Edn.Keyword(plan.workload()),
                "nodes", circumstances.nodes(),
                "concurrency", plan.concurrency(),
                "rate", plan.ratePerSecond(),
                "keys", plan.keys(),
                "ops-per-key", plan.operationsPerKey(),
                "timeout", plan.patience().toMillis() / 1000.0,
                "time-limit", plan.timeLimit().toMillis() / 1000.0,
                "nemesis", plan.faults().stream().map(Fault::label).toList(),
                "nemesis-interval", plan.interval().toMillis() / 1000.0,
                "groups", plan.groups(),
                "seed", plan.seed(),
                "command-line", circumstances.commandLine(),
                "environment", circumstances.environment());
    }

    private static Map<String, Object> results(RunResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("valid?", valid(result.verdict()));
        map.put("violations", result.violations());
        map.put("gaps", result.gaps());
        map.put("linearizable", linearizable(result));
        map.put("writes", writes(result.writes()));
        map.put("replicas", ordered("revision", result.replicas().revision(), "keys", result.replicas().keys(), "compared", result.replicas().compared(), "same?",
                result.replicas().violations().isEmpty() && result.replicas().gaps().isEmpty()));
        map.put("stats", stats(result));
        map.put("availability", availability(result.availability()));
        map.put("leaders", result.sightings().stream()
                .map(seen -> ordered("node", seen.node(), "term", seen.term(), "time", seen.time())).toList());
        map.put("states", result.states().stream().map(state -> ordered("node", state.node(), "role", new Edn.Keyword(word(state.role())), "term", state.term(),
                "time", state.time())).toList());
        map.put("phases", result.phases().stream().map(phase -> ordered("name", phase.name(), "begin", phase.begin(), "end", phase.end())).toList());
        map.put("nemesis", result.episodes().stream().map(RunFiles::episode).toList());
        return map;
    }

    private static Map<String, Object> linearizable(RunResult result) {
        Map<String, Object> map = ordered(
                "valid?", valid(result.check().verdict()),
                "model", new Edn.Keyword(result.check().model().name()),
                "keys", result.check().partitions().size());
        List<Object> failures = result.check().partitions().stream()
                .filter(partition -> partition.verdict() == Verdict.INVALID).map(PartitionResult::key).toList();
        map.put("failures", failures);
        return map;
    }

    private static Map<String, Object> writes(LostWrites writes) {
        return ordered("acknowledged", writes.acknowledged(), "lost", writes.lost(), "applied-twice", writes.appliedTwice(),
                "never-written", writes.neverWritten(), "disagreeing", writes.disagreeing(), "unread", writes.unread());
    }

    private static Map<String, Object> stats(RunResult result) {
        return ordered("count", result.history().operations().size(), "ok-count", result.count(EventType.OK), "fail-count",
                result.count(EventType.FAIL), "info-count", result.count(EventType.INFO), "crashes", result.crashes(),
                "leader-changes", result.leaderChanges());
    }

    private static Map<String, Object> availability(Availability availability) {
        return ordered("ok-per-second", rounded(availability.okPerSecond()), "longest-gap-ms", millis(availability.longestGap()),
                "failovers", availability.failovers().stream()
                        .map(failover -> ordered("fault", failover.fault(), "ms", millis(failover.duration()))).toList());
    }

    private static Map<String, Object> episode(Episode episode) {
        return ordered("f", new Edn.Keyword(episode.fault().kind().label()), "target", new Edn.Keyword(episode.target().label()),
                "nodes", episode.nodes(), "begin", episode.begin(), "end", episode.end(), "answering-ms", millis(episode.answering()), "recovery-ms",
                episode.recovery() == Episode.NOT_RECOVERED ? new Edn.Keyword("never") : millis(episode.recovery()));
    }

    private static String word(NodeState.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Object valid(Verdict verdict) {
        return switch (verdict) {
            case VALID -> true;
            case INVALID -> false;
            case UNKNOWN -> new Edn.Keyword("unknown");
        };
    }

    private static Object millis(long nanos) {
        return rounded(nanos / NANOS_PER_MILLI);
    }

    private static Object rounded(double value) {
        return String.format(Locale.ROOT, "%.1f", value).transform(Double::valueOf);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
