package io.keelson.jepsen;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.driver.Sighting;
import io.keelson.jepsen.fault.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * How well the cluster served during the workload. Times are nanoseconds.
 *
 * @param okPerSecond successful operations for each second of the workload
 * @param longestGap the longest time in which no operation succeeded
 * @param failovers for each fault that hit the leader, in order: from the strike until an operation begun after it had succeeded
 */
public record Availability(double okPerSecond, long longestGap, List<Long> failovers) {
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
     * @param sightings who led when
     */
    static Availability of(History history, long begin, long end, List<Episode> episodes, List<Sighting> sightings) {
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
        List<Long> failovers = new ArrayList<>();
        for (Episode episode : episodes) {
            if (episode.nodes().contains(leaderAt(episode.begin(), sightings))) {
                succeeded.stream().filter(operation -> operation.invokedAt() > episode.begin())
                        .mapToLong(Operation::completedAt).min()
                        .ifPresent(served -> failovers.add(served - episode.begin()));
            }
        }
        return new Availability(moments.length * 1e9 / Math.max(1, end - begin), gap, failovers);
    }

    private static String leaderAt(long time, List<Sighting> sightings) {
        String leader = "";
        for (Sighting sighting : sightings) {
            if (sighting.time() <= time) {
                leader = sighting.node();
            }
        }
        return leader;
    }

    /** Returns the longest fail-over; 0 if there was none. */
    public long longestFailover() {
        return failovers.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
