package io.keelson.jepsen;

import io.keelson.jepsen.fault.Episode;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How soon the cluster was whole again after its faults had been undone; times, of those after which it ever was, in nanoseconds, by nearest rank.
 *
 * @param never after how many it was not, in the time that the nemesis gives it
 * @param median of all
 * @param p99 of all
 * @param agreeing99 the same without the time until every node answered, which is that of processes to start
 */
public record Recoveries(long never, long median, long p99, long agreeing99) {
    /** Measures; times are 0 if there is none to measure. */
    public static Recoveries of(List<Episode> episodes) {
        List<Episode> recovered = episodes.stream().filter(episode -> episode.recovery() != Episode.NOT_RECOVERED).toList();
        return new Recoveries(episodes.size() - recovered.size(), rank(recovered, Episode::recovery, 0.5), rank(recovered, Episode::recovery, 0.99), rank(recovered, Episode::agreeing, 0.99));
    }

    private static long rank(List<Episode> episodes, ToLongFunction<Episode> time, double share) {
        long[] sorted = episodes.stream().mapToLong(time).sorted().toArray();
        return sorted.length == 0 ? 0 : Quantiles.of(sorted, share);
    }
}
