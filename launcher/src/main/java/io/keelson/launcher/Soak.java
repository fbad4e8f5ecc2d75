package io.keelson.launcher;

import io.grpc.StatusRuntimeException;
import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.StoreFolder;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.suite.Scenario;
import io.keelson.jepsen.workload.EtcdClient;
import io.keelson.jepsen.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Hours of one cluster, in rounds: two minutes of one workload under a few of all the faults that the driver can do, then the verdict on it. The cluster lives on with its log, its
 * snapshots, its members that came and went; a round's keys are its own and are deleted when it is judged. So memory and disk stay bounded however long it lasts, and what
 * happened is told two minutes later. All workloads and all faults have their turn. It ends with the time, or with the first round that is invalid.
 *
 * <p>The nodes' logs and data are in the folder of the first round; the data goes in the end if every round was valid.
 */
final class Soak {
    /** The name on the command line. */
    static final String NAME = "soak";

    private static final int NODES = 5;
    private static final int FAULTS_A_ROUND = 5;
    private static final Duration ROUND = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofSeconds(8);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What a round that was valid leaves behind and is not kept. */
    private static final List<String> DROPPED = List.of("history.edn", "timeline.html", "report.html");

    private final DriverChoice choice;
    private final Path store;
    private final long seed;
    private final List<Fault> faults;

    /** The cluster of all rounds, from the first one on. */
    private Driver cluster;
    /** The folder of the first round, in which the nodes live. */
    private Path home;
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
        this.faults = Fault.parse("all", choice.label(), choice.abilities(), NODES);
    }

    /**
     * Runs rounds.
     *
     * @param length after which no round begins
     * @return how it ended: valid if every round was
     */
    Verdict run(Duration length) throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.of(List.of(), faults, List.of());
        long begin = System.nanoTime();
        Verdict last = Verdict.VALID;
        try {
            while (last != Verdict.INVALID && (rounds == 0 || System.nanoTime() - begin < length.toNanos())) {
                RunPlan plan = plan(rounds++);
                RunResult result = LocalRun.inFolder(plan, choice, options, NODES, store, NAME, (folder, files) -> {
                    if (cluster == null) {
                        home = folder.directory();
                        cluster = choice.open(NODES, folder.directory(), options);
                    }
                    return LocalRun.on(cluster, plan, folder, files, NAME);
                });
                last = result.verdict();
                count(result);
                print(result);
                if (last != Verdict.INVALID) {
                    tidy(result);
                }
            }
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
        Verdict verdict = last == Verdict.INVALID ? last : unknown > 0 ? Verdict.UNKNOWN : Verdict.VALID;
        if (verdict == Verdict.VALID) {
            StoreFolder.removeData(home, cluster.hosts());
        }
        System.out.printf(Locale.ROOT, "soak: %d rounds in %.2f h, %,d operations, %,d acknowledged writes, %,d faults; longest fail-over %.2f s, longest recovery %.2f s; %s%n", rounds,
                (System.nanoTime() - begin) / NANOS_PER_SECOND / 3600, operations, acknowledged, episodes, failover / NANOS_PER_SECOND, recovery / NANOS_PER_SECOND,
                last == Verdict.INVALID ? "the last round is invalid" : unknown + " unknown, none invalid");
        return verdict;
    }

    private RunPlan plan(int number) {
        List<Fault> turn = new ArrayList<>();
        for (int i = 0; i < Math.min(FAULTS_A_ROUND, faults.size()); i++) {
            turn.add(faults.get((number * FAULTS_A_ROUND + i) % faults.size()));
        }
        String workload = Workloads.names().get(number % Workloads.names().size());
        return JepsenSuiteCommand.plan(workload, NODES, ROUND, turn, INTERVAL, seed + number);
    }

    private void print(RunResult result) {
        System.out.printf(Locale.ROOT, "round %d: %s, %s under %s; so far %,d operations, %,d faults, %d rounds unknown%n", rounds, result.verdict().label(),
                result.plan().workload(), String.join(", ", result.plan().faults().stream().map(Fault::label).toList()), operations, episodes, unknown);
        result.violations().forEach(line -> System.out.println("  violation: " + line));
        result.gaps().forEach(line -> System.out.println("  unknown: " + line));
        if (result.verdict() != Verdict.VALID) {
            System.out.println("  everything is in " + result.directory());
        }
    }

    /** The cluster forgets the round; of its files, what a valid one need not show goes. */
    private void tidy(RunResult result) throws IOException {
        try (EtcdClient client = new EtcdClient(cluster.endpoint(cluster.nodes().getFirst()), PATIENCE, result.plan().space())) {
            client.forget();
        } catch (StatusRuntimeException refused) {
            // The keys stay; they are no other round's.
            System.out.println("  the keys of this round could not be deleted: " + refused.getStatus());
        }
        if (result.verdict() == Verdict.VALID) {
            for (String file : DROPPED) {
                Files.deleteIfExists(result.directory().resolve(file));
            }
        }
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
