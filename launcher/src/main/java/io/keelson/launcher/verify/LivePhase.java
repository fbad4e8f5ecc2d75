package io.keelson.launcher.verify;

import io.keelson.checker.history.EventType;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.report.Html;
import io.keelson.jepsen.report.TimeChart;
import io.keelson.jepsen.workload.RegisterWorkload;
import io.keelson.launcher.DriverChoice;
import io.keelson.launcher.ExitCode;
import io.keelson.launcher.LocalRun;
import io.keelson.launcher.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Three server processes under load; leaders are killed, followers paused and restarted. */
final class LivePhase implements Phase {
    private static final int NODES = 3;
    private static final int CLIENTS = 12;
    private static final int RATE = 400;
    private static final int KEYS = 5;
    private static final int OPERATIONS_PER_KEY = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final String NEMESIS = "kill:leader,pause:follower,kill:leader,restart:follower";

    private final Path store;
    private final Duration timeLimit;
    private final long seed;

    LivePhase(Path store, Duration timeLimit, long seed) {
        this.store = store;
        this.timeLimit = timeLimit;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "live";
    }

    @Override
    public String description() {
        return NODES + " server processes on this machine, their logs forced to disk, and " + CLIENTS + " clients that read, write "
                + "and compare-and-set; the leader is killed with kill -9 again and again, followers are paused and restarted.";
    }

    @Override
    public Findings run() throws Exception {
        RunPlan plan = new RunPlan(RegisterWorkload.NAME, CLIENTS, RATE, KEYS, OPERATIONS_PER_KEY, PATIENCE, timeLimit,
                Fault.parse(NEMESIS, DriverChoice.PROCESS.label(), DriverChoice.PROCESS.abilities(), NODES), INTERVAL, seed);
        return findings(LocalRun.run(plan, DriverChoice.PROCESS, ServerOptions.PLAIN, NODES, store, name()));
    }

    /** Says what a run found. */
    static Findings findings(RunResult result) {
        Findings.Builder findings = Findings.of(ExitCode.of(result.verdict()))
                .figure("operations", result.history().operations().size())
                .figure("ok", result.count(EventType.OK))
                .figure("unknown", result.count(EventType.INFO))
                .figure("leader changes", result.leaderChanges())
                .figure("crashes", result.crashes())
                .figure("pauses", result.hits(FaultKind.PAUSE))
                .figure("restarts", result.hits(FaultKind.RESTART))
                .figure("acknowledged writes", result.writes().acknowledged())
                .figure("acknowledged writes lost", result.writes().lost())
                .figure("longest fail-over", millis(result.availability().longestFailover()));
        result.violations().forEach(findings::remark);
        result.gaps().forEach(findings::remark);
        return findings.details(details(result)).build();
    }

    private static String details(RunResult result) {
        StringBuilder html = new StringBuilder("<p>").append(String.format(Locale.ROOT,
                "%.0f successful operations a second; the longest time without one was %s.",
                result.availability().okPerSecond(), millis(result.availability().longestGap()))).append("</p>\n");
        html.append(TimeChart.of(result));
        html.append("<pre>").append(Html.escape(result.check().explanation())).append("</pre>\n");
        return html.append("<p class=\"dim\">History, timeline, logs and a report of its own: <code>").append(Html.escape(result.directory().toString()))
                .append("</code></p>\n").toString();
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,d ms", nanos / 1_000_000);
    }
}
