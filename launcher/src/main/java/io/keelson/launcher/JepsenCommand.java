package io.keelson.launcher;

import io.keelson.checker.history.EventType;
import io.keelson.jepsen.Recoveries;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.workload.Workloads;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a workload and faults against real processes. */
@Command(
        name = "jepsen",
        subcommands = {JepsenSuiteCommand.class, JepsenServeCommand.class, JepsenImageCommand.class},
        description = "Runs a workload and faults against a cluster of real processes, and judges what the clients saw.")
final class JepsenCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 6;
    private static final List<String> UNSAFE = List.of("skip-forces", "local-reads");

    @Option(names = "--time-limit", defaultValue = "60", description = "Seconds that the workload lasts (default: ${DEFAULT-VALUE}).")
    private int timeLimit;

    @Option(
            names = "--nemesis",
            defaultValue = "kill,pause",
            description = "Faults by turns: kill, pause, restart, partition, flapping, deaf, mute, bridge, majorities-ring, link, loss, delay, slow-close, "
                    + "half-open, transfer, rolling-restart, power, disk-full, disk-stall, force-failure, clock-offset, clock-fast, clock-slow, bit-flip, snapshot; "
                    + "remove, wipe, grow, truncate, duplicate and reorder with the driver netns; upgrade with --upgrade-from; each perhaps with :leader, :follower, :one, :minority, :majority or :all; a+b for b while a holds; all for all of them, none for a run "
                    + "without (default: ${DEFAULT-VALUE}).")
    private String nemesis;

    @Option(
            names = "--nemesis-interval",
            defaultValue = "5",
            description = "Seconds from one fault to the next (default: ${DEFAULT-VALUE}).")
    private double interval;

    @Option(
            names = "--driver",
            defaultValue = "process",
            description = "Where the servers live: process (on the loopback interface), netns (hosts that are network namespaces; takes root) or "
                    + "docker (containers; takes an engine) (default: ${DEFAULT-VALUE}).")
    private String driver;

    @Option(
            names = "--server-option",
            paramLabel = "KEY=VALUE",
            description = "A setting of the servers, as in lease-clock-drift=1%%; may be repeated.")
    private List<String> serverOptions = List.of();

    @Option(
            names = "--unsafe",
            split = ",",
            description = "What the servers are made to do wrong all the while, to see that it is found: skip-forces (with the nemesis power), local-reads "
                    + "(with the nemesis partition).")
    private List<String> unsafe = List.of();

    @Option(
            names = "--upgrade-from",
            paramLabel = "DIR",
            description = "The servers are of another build at first, the one in this folder; the nemesis upgrade leads to this one, node after node.")
    private Path upgradeFrom;

    @Option(names = "--nodes", defaultValue = "3", description = "How many servers (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--concurrency",
            defaultValue = "12",
            description = "How many clients; 4n means four for each node (default: ${DEFAULT-VALUE}).")
    private String concurrency;

    @Option(
            names = "--rate",
            defaultValue = "400",
            description = "Operations that all clients together begin in a second; 0 for as many as they can (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--workload", defaultValue = "register", description = "What the clients do: register, set, append, counter or bank (default: ${DEFAULT-VALUE}).")
    private String workload;

    @Option(names = "--keys", defaultValue = "5", description = "Registers, sets or groups of lists in use at once (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--ops-per-key",
            defaultValue = "300",
            description = "Operations on one before it is left for a fresh one (default: ${DEFAULT-VALUE}).")
    private int operationsPerKey;

    @Option(names = "--timeout", defaultValue = "2", description = "Seconds that one call may take (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "0",
            description = "So many groups beside the one that the clients use; every node must lead as many of them as any other, or one more, before and after "
                    + "(default: ${DEFAULT-VALUE}).")
    private int groups;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the workload and the nemesis (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--test-count",
            defaultValue = "1",
            description = "How many runs, one after the other, each with the next seed; the first that is not valid is the last (default: ${DEFAULT-VALUE}).")
    private int testCount;

    @Option(names = "--store", defaultValue = "store", description = "Where runs are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunPlan plan = plan();
        String name = testName(workload, nemesis, plan.faults());
        warning(plan).ifPresent(System.out::println);
        DriverChoice choice = DriverChoice.named(driver);
        ServerOptions options = options(plan);
        return ExitCode.of(RunSeries.run(seed, testCount, runSeed -> {
            RunResult result = LocalRun.run(plan.withSeed(runSeed), choice, options, nodes, store, name);
            print(result);
            return result;
        }, System.out)).code();
    }

    /** What a run can't come to as it is asked for: one in which a fault never strikes ends unknown. */
    static Optional<String> warning(RunPlan plan) {
        Duration needed = plan.interval().multipliedBy(plan.faults().size()).plus(plan.interval().dividedBy(2));
        if (plan.faults().isEmpty() || needed.compareTo(plan.timeLimit()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "%d faults, one each %s s, take %d s and more, as the cluster recovers; with --time-limit %d some never strike, and the run ends unknown",
                plan.faults().size(), BigDecimal.valueOf(plan.interval().toMillis(), 3).stripTrailingZeros().toPlainString(), needed.toSeconds() + 1, plan.timeLimit().toSeconds()));
    }

    /** The name of the test, which is a folder's too: the workload and the faults, or how many they are where that would be long. */
    static String testName(String workload, String nemesis, List<Fault> faults) {
        if (faults.isEmpty() || nemesis.equals("all")) {
            return faults.isEmpty() ? workload : workload + "-all";
        }
        List<String> labels = faults.stream().map(fault -> fault.label().replace(':', '-').replace("+", "-then-")).distinct().toList();
        return workload + "-" + (labels.size() > MOST_NAMED ? labels.size() + "-faults" : String.join("-", labels));
    }

    /** What the servers get. */
    ServerOptions options(RunPlan plan) {
        for (String order : unsafe) {
            if (!UNSAFE.contains(order)) {
                throw new UserError("--unsafe does not know '" + order + "'; there are " + String.join(", ", UNSAFE));
            }
        }
        for (String option : serverOptions) {
            if (!option.matches("[a-z-]+=.*")) {
                throw new UserError("--server-option is '" + option + "'; it is KEY=VALUE, as in store=heap");
            }
        }
        return ServerOptions.of(
                serverOptions.stream().map(option -> "--" + option).toList(), plan.faults(), unsafe.stream().map(order -> order + "=true").toList(),
                build());
    }

    /**
     * What to do.
     *
     * @throws UserError if the options do not make sense
     */
    RunPlan plan() {
        if (!Workloads.names().contains(workload)) {
            throw new UserError("no workload is called '" + workload + "'; there are " + String.join(", ", Workloads.names()));
        }
        require(nodes > 0 && nodes <= 9, "--nodes", "1 to 9");
        require(testCount > 0, "--test-count", "more than 0");
        require(timeLimit > 0, "--time-limit", "more than 0");
        require(interval > 0, "--nemesis-interval", "more than 0");
        require(timeout > 0, "--timeout", "more than 0");
        require(rate >= 0, "--rate", "0 or more");
        require(groups >= 0 && groups <= 100, "--groups", "0 to 100");
        require(keys > 0, "--keys", "more than 0");
        require(operationsPerKey > 0, "--ops-per-key", "more than 0");
        require(upgradeFrom != null || !nemesis.contains(FaultKind.UPGRADE.label()), "--upgrade-from", "the folder of another build, for the nemesis 'upgrade'");
        List<Fault> faults;
        try {
            faults = Fault.parse(nemesis, driver, DriverChoice.named(driver).abilities(build()), nodes);
        } catch (IllegalArgumentException mistake) {
            throw new UserError(mistake.getMessage());
        }
        for (Fault fault : faults) {
            require(seconds(interval).compareTo(fault.leastInterval()) >= 0, "--nemesis-interval", "at least " + fault.leastInterval().toSeconds() + " for the nemesis '"
                    + fault.label() + "': servers look for their orders ten times a second");
        }
        return new RunPlan(workload, clients(), rate, keys, operationsPerKey, seconds(timeout), Duration.ofSeconds(timeLimit), faults,
                seconds(interval), groups, seed);
    }

    private ServerBuild build() {
        return upgradeFrom == null ? ServerBuild.THIS : ServerBuild.in(upgradeFrom);
    }

    private int clients() {
        try {
            int count = concurrency.endsWith("n")
                    ? nodes * Integer.parseInt(concurrency.substring(0, concurrency.length() - 1))
                    : Integer.parseInt(concurrency);
            require(count > 0 && count <= 1000, "--concurrency", "1 to 1000");
            return count;
        } catch (NumberFormatException mistake) {
            throw new UserError("--concurrency is '" + concurrency + "'; it is a number such as 12, or a number for each node such as 4n");
        }
    }

    private static void require(boolean holds, String option, String range) {
        if (!holds) {
            throw new UserError(option + " must be " + range);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static void print(RunResult result) {
        System.out.println(result.check().explanation());
        System.out.printf(Locale.ROOT, "operations %,d: ok %,d, fail %,d, info %,d; %.0f ok/s, longest gap %d ms%n",
                result.history().operations().size(), result.count(EventType.OK), result.count(EventType.FAIL),
                result.count(EventType.INFO), result.availability().okPerSecond(), result.availability().longestGap() / 1_000_000);
        System.out.printf(Locale.ROOT, "faults %d, crashes %d, leader changes %d, longest fail-over %d ms%n",
                result.episodes().size(), result.crashes(), result.leaderChanges(), result.availability().longestFailover() / 1_000_000);
        Recoveries recoveries = Recoveries.of(result.episodes());
        if (!result.episodes().isEmpty()) {
            System.out.printf(Locale.ROOT, "recovery median %d ms, p99 %d ms; p99 after every node answered %d ms; never after %d faults%n",
                    recoveries.median() / 1_000_000, recoveries.p99() / 1_000_000, recoveries.agreeing99() / 1_000_000, recoveries.never());
        }
        System.out.printf(Locale.ROOT, "acknowledged writes %,d, lost %,d%n", result.writes().acknowledged(), result.writes().lost());
        System.out.println("replicas: " + result.replicas().summary());
        result.violations().forEach(line -> System.out.println("violation: " + line));
        result.gaps().forEach(line -> System.out.println("unknown: " + line));
        System.out.println(result.verdict().label() + "; the report is " + result.directory().resolve("report.html"));
    }
}
