package io.keelson.jepsen;

import io.keelson.jepsen.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a run is to do.
 *
 * @param workload what the clients do, by its name
 * @param concurrency how many clients
 * @param ratePerSecond how many operations all clients together begin in a second; 0 for as many as they can
 * @param keys how many registers are in use at once
 * @param operationsPerKey after so many operations a register is left for a fresh one
 * @param patience how long one call of a client may take
 * @param timeLimit how long the workload lasts
 * @param faults by turns; none for a run without faults
 * @param interval from one fault to the next, if the cluster recovers in time
 * @param groups how many groups there are beside the one that the clients use; they must be led evenly in the end
 * @param seed of the workload and the nemesis; threads and the network are not in its power
 */
public record RunPlan(
        String workload,
        int concurrency,
        double ratePerSecond,
        int keys,
        int operationsPerKey,
        Duration patience,
        Duration timeLimit,
        List<Fault> faults,
        Duration interval,
        int groups,
        long seed) {
    public RunPlan {
        faults = List.copyOf(faults);
    }

    /** Without other groups. */
    public RunPlan(String workload, int concurrency, double ratePerSecond, int keys, int operationsPerKey, Duration patience, Duration timeLimit, List<Fault> faults,
            Duration interval, long seed) {
        this(workload, concurrency, ratePerSecond, keys, operationsPerKey, patience, timeLimit, faults, interval, 0, seed);
    }

    /** What the keys of such a run begin with: runs with different seeds can use the same cluster, one after the other. */
    public String space() {
        return "run-" + seed + "/";
    }

    /** What the groups beside the clients' are called. */
    public List<String> groupNames() {
        return IntStream.rangeClosed(1, groups).mapToObj(number -> "group-" + number).toList();
    }

    /** The same with another seed. */
    public RunPlan withSeed(long another) {
        return new RunPlan(workload, concurrency, ratePerSecond, keys, operationsPerKey, patience, timeLimit, faults, interval, groups, another);
    }

    /** The same with so many other groups. */
    public RunPlan withGroups(int others) {
        return new RunPlan(workload, concurrency, ratePerSecond, keys, operationsPerKey, patience, timeLimit, faults, interval, others, seed);
    }
}
