package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.jepsen.Dip;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.suite.Scenario;
import io.keelson.jepsen.suite.Suite;
import io.keelson.jepsen.workload.RegisterWorkload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a suite: several runs, each with limits of its own, and one table at the end. */
@Command(
        name = "suite",
        description = "Runs what belongs together, one after the other, each against its limits: failure, recovery, chaos, lifecycle, failover; soak "
                + "goes on for hours.")
final class JepsenSuiteCommand implements Callable<Integer> {
    private static final int CLIENTS_PER_NODE = 4;
    private static final double RATE = 300;
    private static final int KEYS = 5;
    private static final int OPERATIONS_PER_KEY = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String ROW = "%-36s %-8s %9s %5s %10s %10s %10s %9s  %s%n";

    @Parameters(paramLabel = "NAME", description = "failure, recovery, chaos, lifecycle, failover or soak.")
    private String name;

    @Option(names = "--driver", defaultValue = "process", description = "Where the servers live: process, netns or docker (default: ${DEFAULT-VALUE}).")
    private String driver;

    @Option(names = "--time-limit", defaultValue = "30", description = "Seconds that each workload lasts (default: ${DEFAULT-VALUE}).")
    private int timeLimit;

    @Option(names = "--hours", defaultValue = "24", description = "How long soak goes on (default: ${DEFAULT-VALUE}).")
    private double hours;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the workloads and the nemeses (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--store", defaultValue = "store", description = "Where runs are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    /** A run, and what it fell short of. */
    private record Row(Scenario scenario, RunResult result, List<String> shortcomings) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        DriverChoice choice = DriverChoice.named(driver);
        if (timeLimit <= 0 || !(hours > 0)) {
            throw new UserError((timeLimit <= 0 ? "--time-limit" : "--hours") + " must be more than 0");
        }
        if (name.equals(Soak.NAME)) {
            return ExitCode.of(new Soak(choice, store, seed).run(Duration.ofMillis((long) (hours * 3_600_000)))).code();
        }
        Suite suite = suite();
        List<List<Fault>> faults = new ArrayList<>();
        for (Scenario scenario : suite.scenarios()) {
            faults.add(faults(scenario, choice)); // all of them are read before anything runs
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            rows.add(run(suite.scenarios().get(i), faults.get(i), choice));
        }
        print(suite, rows);
        return exitCode(rows).code();
    }

    private Suite suite() {
        try {
            return Suite.named(name);
        } catch (IllegalArgumentException mistake) {
            throw new UserError(mistake.getMessage() + ", " + Soak.NAME);
        }
    }

    private List<Fault> faults(Scenario scenario, DriverChoice choice) {
        try {
            return Fault.parse(scenario.nemesis(), choice.label(), choice.abilities(), scenario.nodes());
        } catch (IllegalArgumentException mistake) {
            throw new UserError("'" + scenario.title() + "': " + mistake.getMessage());
        }
    }

    private Row run(Scenario scenario, List<Fault> faults, DriverChoice choice) throws IOException, InterruptedException {
        RunPlan plan = plan(RegisterWorkload.NAME, scenario.nodes(), Duration.ofSeconds(timeLimit), faults, scenario.interval(), seed).withGroups(scenario.groups());
        List<String> flags = scenario.serverOptions().stream().map(option -> "--" + option).toList();
        String test = name + "-" + scenario.title().replaceAll("[^a-zA-Z0-9]+", "-");
        RunResult result = LocalRun.run(plan, choice, ServerOptions.of(flags, faults, List.of()), scenario.nodes(), store, test);
        return new Row(scenario, result, scenario.shortcomings(result));
    }

    /** What every run of every suite has its clients do alike. */
    static RunPlan plan(String workload, int nodes, Duration length, List<Fault> faults, Duration interval, long seed) {
        return new RunPlan(workload, CLIENTS_PER_NODE * nodes, RATE, KEYS, OPERATIONS_PER_KEY, PATIENCE, length, faults, interval, seed);
    }

    private static void print(Suite suite, List<Row> rows) {
        System.out.println("suite " + suite.label() + ": " + suite.description());
        System.out.printf(Locale.ROOT, ROW, "scenario", "", "ok ops", "lost", "fail-over", "recovery", "agreeing", "success", "dip");
        for (Row row : rows) {
            RunResult result = row.result();
            System.out.printf(Locale.ROOT, ROW, row.scenario().title(), row.shortcomings().isEmpty() ? "kept" : "MISSED",
                    String.format(Locale.ROOT, "%,d", result.count(EventType.OK)), result.writes().lost(),
                    seconds(result.availability().longestFailover()), seconds(Scenario.longestRecovery(result)),
                    seconds(Scenario.longestAgreeing(result)), String.format(Locale.ROOT, "%.2f %%", 100 * Scenario.success(result)),
                    Dip.deepest(result).map(dip -> dip.before() + " to " + dip.worst() + "/s").orElse(""));
            row.shortcomings().forEach(line -> System.out.println("  " + line));
            if (!row.shortcomings().isEmpty()) {
                System.out.println("  everything is in " + result.directory());
            }
        }
        long kept = rows.stream().filter(row -> row.shortcomings().isEmpty()).count();
        System.out.println(kept + " of " + rows.size() + " kept their limits");
    }

    private static String seconds(long nanos) {
        return nanos == Episode.NOT_RECOVERED ? "never" : String.format(Locale.ROOT, "%.2f s", nanos / NANOS_PER_SECOND);
    }

    /** A limit that was missed is a violation like any other. */
    private static ExitCode exitCode(List<Row> rows) {
        boolean unknown = rows.stream().anyMatch(row -> row.result().verdict() == Verdict.UNKNOWN);
        boolean missed = rows.stream().anyMatch(row -> row.result().verdict() != Verdict.UNKNOWN && !row.shortcomings().isEmpty());
        return missed ? ExitCode.INVALID : unknown ? ExitCode.UNKNOWN : ExitCode.VALID;
    }
}
