package io.keelson.jepsen;

import io.keelson.checker.history.Operation;
import io.keelson.jepsen.fault.Episode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far the throughput fell when a fault hit the leader: successful operations in a second.
 *
 * @param fault the kind and the target in a word
 * @param before the median second between the fault before it, or the beginning, and this one
 * @param worst the second, wherever it begins, that had the fewest, from this fault on until the next
 */
public record Dip(String fault, long before, long worst) {
    private static final long SECOND = 1_000_000_000;
    private static final long STEP = SECOND / 20;

    /** Returns the deepest of all, measured against what was before it; empty if no fault hit the leader with a whole second before it and after it. */
    public static Optional<Dip> deepest(RunResult result) {
        return all(result).stream().min(Comparator.comparingDouble(dip -> (double) dip.worst() / Math.max(1, dip.before())));
    }

    /** One for each fault that hit the leader and had a whole second before it and after it, in order. */
    static List<Dip> all(RunResult result) {
        long[] moments = result.history().operations().stream().filter(Operation::isOk).mapToLong(Operation::completedAt).sorted().toArray();
        List<Episode> episodes = result.episodes();
        List<Dip> dips = new ArrayList<>();
        for (int i = 0; i < episodes.size(); i++) {
            Episode episode = episodes.get(i);
            long from = i == 0 ? result.begin() : episodes.get(i - 1).whole();
            long until = Math.min(result.end(), i + 1 < episodes.size() ? episodes.get(i + 1).begin() : Long.MAX_VALUE);
            if (episode.hitLeader() && episode.begin() - from >= SECOND && until - episode.begin() >= SECOND) {
                dips.add(new Dip(episode.label(), median(moments, from, episode.begin()), fewest(moments, episode.begin(), until)));
            }
        }
        return dips;
    }

    private static long median(long[] moments, long from, long until) {
        List<Long> seconds = new ArrayList<>();
        for (long begin = until - SECOND; begin >= from; begin -= SECOND) {
            seconds.add(count(moments, begin));
        }
        return Quantiles.of(seconds.stream().mapToLong(Long::longValue).sorted().toArray(), 0.5);
    }

    private static long fewest(long[] moments, long from, long until) {
        long fewest = Long.MAX_VALUE;
        for (long begin = from; begin + SECOND <= until; begin += STEP) {
            fewest = Math.min(fewest, count(moments, begin));
        }
        return fewest;
    }

    /** How many moments lie in the second that begins then. */
    private static long count(long[] moments, long begin) {
        return place(moments, begin + SECOND) - place(moments, begin);
    }

    /** How many moments lie before. */
    private static long place(long[] moments, long time) {
        int at = Arrays.binarySearch(moments, time);
        while (at > 0 && moments[at - 1] == time) {
            at--;
        }
        return at < 0 ? -at - 1 : at;
    }
}
