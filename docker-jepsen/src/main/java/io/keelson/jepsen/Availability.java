package io.keelson.jepsen;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.fault.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * How well the cluster served during the workload. Times are nanoseconds.
 *
 * @param okPerSecond successful operations for each second of the workload
 * @param longestGap the longest time in which no operation succeeded
 * @param failovers one for each fault that hit the leader, in order
 */
public record Availability(double okPerSecond, long longestGap, List<Failover> failovers) {
    /**
     * What a fault that hit the leader cost.
     *
     * @param fault the kind and the target in a word
     * @param duration from the moment at which everybody had been hit until an operation begun after it had succeeded; until the end of the workload if none did
     */
    public record Failover(String fault, long duration) {}

    public Availability {
        failovers = List.copyOf(failovers);
    }

    /**
     * Measures.
     *
     * @param history what the clients saw
     * @param begin when the workload began, on the history's scale
     * @param end when it ended
     * @param episodes the faults
     */
    static Availability of(History history, long begin, long end, List<Episode> episodes) {
        List<Operation> succeeded = history.operations().stream()
                .filter(operation -> operation.isOk() && operation.completedAt() >= begin && operation.completedAt() <= end)
                .toList();
        long[] moments = succeeded.stream().mapToLong(Operation::completedAt).sorted().toArray();
        long gap = 0;
        long last = begin;
        for (long moment : moments) {
            gap = Math.max(gap, moment - last);
            last = moment;
        }
        gap = Math.max(gap, end - last);
        List<Failover> failovers = new ArrayList<>();
        for (Episode episode : episodes) {
            if (episode.hitLeader() && episode.struck() < end) {
                // Where nothing succeeded any more it took longer than the run: at least that long.
                long served = succeeded.stream().filter(operation -> operation.invokedAt() > episode.struck())
                        .mapToLong(Operation::completedAt).min().orElse(end);
                failovers.add(new Failover(episode.label(), served - episode.struck()));
            }
        }
        return new Availability(moments.length * 1e9 / Math.max(1, end - begin), gap, failovers);
    }

    /** Returns the longest fail-over; 0 if there was none. */
    public long longestFailover() {
        return failovers.stream().mapToLong(Failover::duration).max().orElse(0);
    }
}
