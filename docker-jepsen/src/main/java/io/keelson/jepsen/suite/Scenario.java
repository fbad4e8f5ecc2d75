package io.keelson.jepsen.suite;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.Metrics;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Episode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * One run of a suite.
 *
 * @param title what it shows, in a few words
 * @param nemesis the faults, as on the command line
 * @param nodes how many
 * @param interval from one fault to the next
 * @param groups how many there are beside the one that the clients use
 * @param serverOptions settings of the servers, as in {@code store=heap}
 * @param mustCount metrics of which the nodes together must have counted some in the end, or the run has not shown what it is about
 * @param limits how well the cluster must do
 */
public record Scenario(String title, String nemesis, int nodes, Duration interval, int groups, List<String> serverOptions, List<String> mustCount, Limits limits) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * How well a cluster must do. That nothing is lost and everything is linearizable goes without saying.
     *
     * @param failover after a fault that hit the leader, so soon an operation begun after it must have succeeded
     * @param recovery after a fault is undone, so soon every node must serve and name the same leader, the start of processes included
     * @param agreeing the same, from when every node answers: without the start of processes
     * @param success the least share of the operations that a running node was asked for and that succeeded, 0 to 1
     */
    public record Limits(Duration failover, Duration recovery, Duration agreeing, double success) {}

    public Scenario {
        serverOptions = List.copyOf(serverOptions);
        mustCount = List.copyOf(mustCount);
    }

    /**
     * What a run of it fell short of, one line each; empty if it kept every limit.
     *
     * @throws IOException if what the run left can't be read
     */
    public List<String> shortcomings(RunResult result) throws IOException {
        List<String> lines = new ArrayList<>(result.violations());
        lines.addAll(result.gaps());
        for (String metric : mustCount) {
            if (Metrics.sum(result.directory(), metric) == 0) {
                lines.add("no node counted any " + metric);
            }
        }
        if (result.verdict() == Verdict.VALID) {
            keep(lines, "a fail-over took", result.availability().longestFailover(), limits.failover());
            if (longestRecovery(result) == Episode.NOT_RECOVERED) {
                lines.add("the cluster did not become whole after a fault");
            } else {
                keep(lines, "a recovery took", longestRecovery(result), limits.recovery());
                keep(lines, "after every node answered, a recovery took", longestAgreeing(result), limits.agreeing());
            }
            if (success(result) < limits.success()) {
                lines.add(String.format(Locale.ROOT, "%.2f %% of the operations succeeded, the limit is %.2f %%", 100 * success(result),
                        100 * limits.success()));
            }
        }
        return lines;
    }

    private static void keep(List<String> lines, String words, long nanos, Duration limit) {
        if (nanos > limit.toNanos()) {
            lines.add(String.format(Locale.ROOT, "%s %.2f s, the limit is %.2f s", words, nanos / NANOS_PER_SECOND, limit.toNanos() / NANOS_PER_SECOND));
        }
    }

    /** The longest time from when every node answered after a fault until the cluster was whole, in nanoseconds; {@link Episode#NOT_RECOVERED} if it ever was not. */
    public static long longestAgreeing(RunResult result) {
        return longest(result, Episode::agreeing);
    }

    /** The longest time from a fault's end until the cluster was whole, in nanoseconds; {@link Episode#NOT_RECOVERED} if it ever was not. */
    public static long longestRecovery(RunResult result) {
        return longest(result, Episode::recovery);
    }

    private static long longest(RunResult result, ToLongFunction<Episode> time) {
        boolean always = result.episodes().stream().allMatch(episode -> episode.recovery() != Episode.NOT_RECOVERED);
        return always ? result.episodes().stream().mapToLong(time).max().orElse(0) : Episode.NOT_RECOVERED;
    }

    /**
     * The share of the workload's operations that succeeded, of those that a process took: what was refused because no process listened is the fault itself. A
     * compare-and-set that found another value was answered, and so succeeded.
     */
    public static double success(RunResult result) {
        long succeeded = 0;
        long asked = 0;
        for (Operation operation : result.history().operations()) {
            boolean during = operation.invokedAt() >= result.begin() && operation.invokedAt() <= result.end();
            if (during && !"connection-refused".equals(operation.error())) {
                asked++;
                succeeded += operation.isOk() || "differs".equals(operation.error()) ? 1 : 0;
            }
        }
        return asked == 0 ? 0 : (double) succeeded / asked;
    }
}
