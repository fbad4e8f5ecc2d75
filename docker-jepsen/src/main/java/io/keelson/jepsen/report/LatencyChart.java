package io.keelson.jepsen.report;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.Quantiles;
import io.keelson.jepsen.RunResult;
import java.util.Arrays;
import java.util.List;

/** How long each operation took, on a logarithmic scale: a point an operation, coloured by outcome and shaped by kind, and quantiles of those that succeeded. */
final class LatencyChart {
    private static final double HEIGHT = 220;
    private static final List<String> SCALE = List.of("0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s");
    private static final double LOWEST_EXPONENT = -4;
    private static final int BUCKETS = 80;
    private static final int POINTS_OF_AN_OUTCOME = 4_000;
    private static final double NANOS = 1e9;
    /** Paths that begin and end in a point's middle: circle, square, triangle, diamond, cross. */
    private static final List<String> SHAPES = List.of("m-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0", "m-1.5-1.5h3v3h-3z", "m0-2l2 3.4h-4z", "m0-2.2l2.2 2.2-2.2 2.2-2.2-2.2z",
            "m-2-.6h4v1.2h-4z");
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private LatencyChart() {}

    static String of(RunResult result, List<Operation> operations) {
        Plot plot = new Plot(result, "latency", HEIGHT, true);
        for (int i = 0; i < SCALE.size(); i++) {
            plot.grid(i / (SCALE.size() - 1.0), SCALE.get(i));
        }
        List<String> kinds = kinds(operations);
        for (EventType outcome : TimeChart.OUTCOMES) {
            points(plot, operations.stream().filter(operation -> operation.outcome() == outcome).toList(), kinds, outcome);
        }
        quantiles(plot, result, operations);
        return plot.close() + legend(kinds);
    }

    private static List<String> kinds(List<Operation> operations) {
        return operations.stream().map(Operation::f).distinct().sorted().toList();
    }

    private static void points(Plot plot, List<Operation> operations, List<String> kinds, EventType outcome) {
        StringBuilder[] paths = new StringBuilder[kinds.size()];
        Arrays.setAll(paths, kind -> new StringBuilder());
        // Where there are very many they are thinned out; a rare outcome is there in full.
        int step = 1 + operations.size() / POINTS_OF_AN_OUTCOME;
        for (int i = 0; i < operations.size(); i += step) {
            Operation operation = operations.get(i);
            int kind = kinds.indexOf(operation.f());
            paths[kind].append('M').append(Html.number(plot.x(operation.invokedAt()))).append(' ')
                    .append(Html.number(plot.y(share(operation.completedAt() - operation.invokedAt())))).append(SHAPES.get(kind % SHAPES.size()));
        }
        for (StringBuilder path : paths) {
            if (!path.isEmpty()) {
                plot.add("path", "", "class", outcome.label(), "d", path.toString());
            }
        }
    }

    private static void quantiles(Plot plot, RunResult result, List<Operation> operations) {
        long width = Math.max(1, (result.end() - result.begin()) / BUCKETS);
        long[][] buckets = sortedLatencies(operations.stream().filter(Operation::isOk).toList(), result.begin(), width);
        StringBuilder[] paths = new StringBuilder[QUANTILES.length];
        Arrays.setAll(paths, quantile -> new StringBuilder());
        boolean broken = true;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long[] sorted = buckets[bucket];
            for (int i = 0; i < QUANTILES.length && sorted.length > 0; i++) {
                paths[i].append(broken ? 'M' : 'L').append(Html.number(plot.x(result.begin() + bucket * width + width / 2))).append(' ')
                        .append(Html.number(plot.y(share(Quantiles.of(sorted, QUANTILES[i])))));
            }
            broken = sorted.length == 0;
        }
        for (int i = 0; i < QUANTILES.length; i++) {
            if (!paths[i].isEmpty()) {
                plot.add("path", "", "class", "quantile q" + i, "d", paths[i].toString());
            }
        }
    }

    /** Latencies in ascending order, by the time at which the operations were begun. */
    private static long[][] sortedLatencies(List<Operation> operations, long begin, long width) {
        int[] counts = new int[BUCKETS];
        operations.forEach(operation -> counts[bucket(operation, begin, width)]++);
        long[][] buckets = new long[BUCKETS][];
        Arrays.setAll(buckets, bucket -> new long[counts[bucket]]);
        operations.forEach(operation -> {
            int bucket = bucket(operation, begin, width);
            buckets[bucket][--counts[bucket]] = operation.completedAt() - operation.invokedAt();
        });
        for (long[] bucket : buckets) {
            Arrays.sort(bucket);
        }
        return buckets;
    }

    private static int bucket(Operation operation, long begin, long width) {
        return (int) Math.min(BUCKETS - 1, Math.max(0, operation.invokedAt() - begin) / width);
    }

    private static double share(long nanos) {
        double exponent = Math.log10(Math.max(1, nanos) / NANOS);
        return Math.max(0, Math.min(1, (exponent - LOWEST_EXPONENT) / (SCALE.size() - 1)));
    }

    private static String legend(List<String> kinds) {
        StringBuilder html = new StringBuilder("<p class=\"legend dim\">");
        for (int kind = 0; kind < kinds.size(); kind++) {
            html.append("<span><svg width=\"12\" height=\"12\" viewBox=\"-3 -3 6 6\"><path d=\"M0 0").append(SHAPES.get(kind % SHAPES.size()))
                    .append("\"/></svg> ").append(Html.escape(kinds.get(kind))).append("</span>");
        }
        return html.append("<span><i class=\"q0\"></i>median of what succeeded</span><span><i class=\"q1\"></i>95 %</span><span><i class=\"q2\"></i>99 %</span></p>\n")
                .toString();
    }
}
