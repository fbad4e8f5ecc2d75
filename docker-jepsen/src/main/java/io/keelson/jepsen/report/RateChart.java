package io.keelson.jepsen.report;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.RunResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many operations ended in each second, a line for each outcome. */
final class RateChart {
    private static final double HEIGHT = 150;
    private static final int BUCKETS = 120;
    private static final int LINES = 4;
    private static final double NANOS = 1e9;

    private RateChart() {}

    static String of(RunResult result, List<Operation> operations) {
        long width = Math.max(1, (result.end() - result.begin()) / BUCKETS);
        Map<EventType, long[]> counts = new EnumMap<>(EventType.class);
        for (EventType outcome : TimeChart.OUTCOMES) {
            counts.put(outcome, new long[BUCKETS]);
        }
        long most = 1;
        for (Operation operation : operations) {
            int bucket = (int) Math.min(BUCKETS - 1, (operation.completedAt() - result.begin()) / width);
            most = Math.max(most, ++counts.get(operation.outcome())[bucket]);
        }
        Plot plot = new Plot(result, "operations per second", HEIGHT, true);
        double step = Plot.niceStep(Math.max(1, most * NANOS / width / LINES));
        for (int i = 0; i <= LINES; i++) {
            plot.grid(i / (double) LINES, String.valueOf(Math.round(step * i)));
        }
        for (EventType outcome : TimeChart.OUTCOMES.reversed()) {
            StringBuilder points = new StringBuilder();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                double rate = counts.get(outcome)[bucket] * NANOS / width;
                points.append(Html.number(plot.x(result.begin() + bucket * width + width / 2))).append(',')
                        .append(Html.number(plot.y(rate / (step * LINES)))).append(' ');
            }
            plot.add("polyline", "", "class", outcome.label() + "line", "points", points.toString().strip());
        }
        return plot.close();
    }
}
