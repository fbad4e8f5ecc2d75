package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.FileTree;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.suite.Scenario;
import io.keelson.jepsen.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours of rounds, each two minutes of one workload on a fresh cluster under a few of all the faults that the driver can do, and each judged when it is over: memory and disk stay
 * bounded however long it lasts. All workloads and all faults have their turn. It ends with the time, or with the first round that is invalid.
 */
final class Soak {
    /** The name on the command line. */
    static final String NAME = "soak";

    private static final int NODES = 5;
    private static final int FAULTS_A_ROUND = 5;
    private static final Duration ROUND = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofSeconds(8);
    private static final double NANOS_PER_SECOND = 1e9;
    /** What stays of a valid round. */
    private static final Set<String> KEPT = Set.of("results.edn", "test.edn", "jepsen.log");

    private final DriverChoice choice;
    private final Path store;
    private final long seed;
    private final List<Fault> faults;

    private int rounds;
    private int unknown;
    private long operations;
    private long episodes;
    private long acknowledged;
    private long failover;
    private long recovery;

    Soak(DriverChoice choice, Path store, long seed) {
        this.choice = choice;
        this.store = store;
        this.seed = seed;
        this.faults = Fault.parse("all", choice.label(), choice.abilities());
    }

    /**
     * Runs rounds.
     *
     * @param length after which no round begins
     * @return how it ended: valid if every round was
     */
    Verdict run(Duration length) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Verdict last = Verdict.VALID;
        while (last != Verdict.INVALID && (rounds == 0 || System.nanoTime() - begin < length.toNanos())) {
            RunResult result = round(rounds++);
            last = result.verdict();
            count(result);
            System.out.printf(Locale.ROOT, "round %d: %s, %s under %s; so far %,d operations, %,d faults, %d rounds unknown%n", rounds, last.label(),
                    result.plan().workload(), String.join(", ", result.plan().faults().stream().map(Fault::label).toList()), operations, episodes, unknown);
            result.violations().forEach(line -> System.out.println("  violation: " + line));
            result.gaps().forEach(line -> System.out.println("  unknown: " + line));
            if (last == Verdict.VALID) {
                FileTree.deleteInside(result.directory(), path -> !KEPT.contains(path.getFileName().toString()));
            } else {
                System.out.println("  everything is in " + result.directory());
            }
        }
        System.out.printf(Locale.ROOT, "soak: %d rounds in %.1f h, %,d operations, %,d acknowledged writes, %,d faults; longest fail-over %.2f s, longest recovery %.2f s; %s%n", rounds,
                (System.nanoTime() - begin) / NANOS_PER_SECOND / 3600, operations, acknowledged, episodes, failover / NANOS_PER_SECOND, recovery / NANOS_PER_SECOND,
                last == Verdict.INVALID ? "the last round is invalid" : unknown + " unknown, none invalid");
        return last == Verdict.INVALID ? last : unknown > 0 ? Verdict.UNKNOWN : Verdict.VALID;
    }

    private RunResult round(int number) throws IOException, InterruptedException {
        List<Fault> turn = new ArrayList<>();
        for (int i = 0; i < Math.min(FAULTS_A_ROUND, faults.size()); i++) {
            turn.add(faults.get((number * FAULTS_A_ROUND + i) % faults.size()));
        }
        String workload = Workloads.names().get(number % Workloads.names().size());
        RunPlan plan = JepsenSuiteCommand.plan(workload, NODES, ROUND, turn, INTERVAL, seed + number);
        return LocalRun.run(plan, choice, ServerOptions.of(List.of(), turn, List.of()), NODES, store, NAME);
    }

    private void count(RunResult result) {
        unknown += result.verdict() == Verdict.UNKNOWN ? 1 : 0;
        operations += result.history().operations().size();
        episodes += result.episodes().size();
        acknowledged += result.writes().acknowledged();
        failover = Math.max(failover, result.availability().longestFailover());
        long longest = Scenario.longestRecovery(result);
        recovery = longest == Episode.NOT_RECOVERED ? recovery : Math.max(recovery, longest);
    }
}
