package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.jepsen.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Several runs of one test, each with the next seed, and a table of them. As in Jepsen, the first that is not valid is the last: it is worth a look. */
final class RunSeries {
    private static final String HEADING = "%-6s %-8s %10s %10s %6s %8s %11s  %s%n";
    private static final String ROW = "%-6d %-8s %,10d %,10d %,6d %,8d %,8d ms  %s%n";

    private RunSeries() {}

    /** Makes one run. */
    interface Maker {
        /** Runs with that seed and tells what came of it. */
        RunResult run(long seed) throws IOException, InterruptedException;
    }

    /**
     * Makes them.
     *
     * @param seed of the first
     * @param count how many at most; of one alone no table is made
     * @param maker makes each
     * @param out where the table goes, also if a run fails
     * @return the verdict of the last, which is the gravest of all
     */
    static Verdict run(long seed, int count, Maker maker, PrintStream out) throws IOException, InterruptedException {
        List<RunResult> results = new ArrayList<>();
        Verdict verdict = Verdict.VALID;
        try {
            for (int i = 0; i < count && verdict == Verdict.VALID; i++) {
                RunResult result = maker.run(seed + i);
                results.add(result);
                verdict = result.verdict();
            }
        } finally {
            if (count > 1) {
                out.print(table(results));
                out.println(results.size() + " of " + count + " runs were done");
            }
        }
        return verdict;
    }

    private static String table(List<RunResult> results) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, HEADING, "seed", "verdict", "operations", "ok", "lost", "faults", "fail-over", "folder"));
        for (RunResult result : results) {
            table.append(String.format(Locale.ROOT, ROW, result.plan().seed(), result.verdict().label(), result.history().operations().size(), result.count(EventType.OK),
                    result.writes().lost(), result.episodes().size(), result.availability().longestFailover() / 1_000_000, result.directory()));
        }
        return table.toString();
    }
}
