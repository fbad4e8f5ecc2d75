package io.keelson.jepsen.report;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.driver.Sighting;
import java.util.List;

/**
 * Rate and latency over the time of a run as inline SVG, one above the other on one time axis, with the faults as bands and the
 * changes of leader as marks. The pictures need the style of {@link #STYLE}.
 */
public final class TimeChart {
    /** What the page that holds a chart must have in its style. */
    public static final String STYLE = """
            .chart{width:100%;height:auto;max-width:1000px}
            .chart text{font:11px system-ui,sans-serif;fill:#57606a}
            .chart .axis{stroke:#d0d7de}.chart .grid{stroke:#eaeef2}
            .chart .band{fill-opacity:.16;fill:#8250df}.chart .kill{fill:#cf222e}.chart .pause{fill:#9a6700}.chart .restart{fill:#0969da}
            .chart .ok{fill:#1f883d}.chart .info{fill:#bf8700}.chart .fail{fill:#cf222e}
            .chart .okline{stroke:#1f883d}.chart .infoline{stroke:#bf8700}.chart .failline{stroke:#cf222e}
            .chart polyline{fill:none;stroke-width:1.4}.chart .leader{stroke:#8250df;stroke-dasharray:2 3}
            .chart .who{fill:#8250df}
            .legend span{display:inline-block;margin-right:1.2em}.legend i{display:inline-block;width:.8em;height:.8em;margin-right:.4em}
            """;

    private static final double WIDTH = 1000;
    private static final double LEFT = 56;
    private static final double RIGHT = 12;
    private static final double TOP = 28;
    private static final double PLOT = 170;
    private static final double BOTTOM = 26;
    private static final int BUCKETS = 120;
    private static final int DOTS = 4_000;
    private static final double NANOS = 1e9;
    private static final EventType[] OUTCOMES = {EventType.OK, EventType.INFO, EventType.FAIL};

    private final RunResult result;
    private final double seconds;
    private final StringBuilder svg = new StringBuilder();

    private TimeChart(RunResult result) {
        this.result = result;
        this.seconds = Math.max(0.001, (result.end() - result.begin()) / NANOS);
    }

    /** Says what the colours of both pictures mean. */
    public static String legend() {
        return "<p class=\"legend dim\">" + key("#1f883d", "ok") + key("#bf8700", "unknown outcome") + key("#cf222e", "certainly failed")
                + key("#f3c9cc", "killed") + key("#ecdcc0", "paused") + key("#c6dcf5", "restarted") + key("#e0d2f5", "network or other fault")
                + key("#8250df", "a new leader is seen") + "</p>\n";
    }

    private static String key(String colour, String words) {
        return "<span><i style=\"background:" + colour + "\"></i>" + words + "</span>";
    }

    /** Draws how many operations ended in each second, by outcome. */
    public static String rate(RunResult result) {
        return new TimeChart(result).drawRate();
    }

    /** Draws how long each operation took, on a logarithmic scale, by outcome. */
    public static String latency(RunResult result) {
        return new TimeChart(result).drawLatency();
    }

    private String drawRate() {
        double bucketSeconds = seconds / BUCKETS;
        double[][] rates = new double[OUTCOMES.length][BUCKETS];
        double highest = 1;
        for (Operation operation : inWorkload()) {
            int bucket = (int) Math.min(BUCKETS - 1, time(operation.completedAt()) / bucketSeconds);
            double[] row = rates[outcome(operation)];
            row[bucket] += 1 / bucketSeconds;
            highest = Math.max(highest, row[bucket]);
        }
        open("operations per second");
        int lines = 4;
        double step = niceStep(highest / lines);
        highest = step * lines;
        for (int i = 0; i <= lines; i++) {
            grid(i / (double) lines, String.valueOf(Math.round(step * i)));
        }
        for (int outcome = OUTCOMES.length - 1; outcome >= 0; outcome--) {
            svg.append("<polyline class=\"").append(OUTCOMES[outcome].label()).append("line\" points=\"");
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                svg.append(Html.number(x((bucket + 0.5) * bucketSeconds))).append(',')
                        .append(Html.number(y(rates[outcome][bucket] / highest))).append(' ');
            }
            svg.append("\"/>\n");
        }
        return close();
    }

    /** The least of 1, 2, 2.5, 5 and their tenfolds that is not below. */
    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private String drawLatency() {
        open("latency");
        String[] labels = {"0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s"};
        for (int i = 0; i < labels.length; i++) {
            grid(i / (labels.length - 1.0), labels[i]);
        }
        List<Operation> operations = inWorkload();
        int step = 1 + operations.size() / DOTS;
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            // The common ones are thinned out, the others are all there.
            if (!operation.isOk() || i % step == 0) {
                double took = Math.max(1e-4, (operation.completedAt() - operation.invokedAt()) / NANOS);
                double height = Math.min(1, (Math.log10(took) + 4) / (labels.length - 1));
                svg.append("<circle class=\"").append(operation.outcome().label()).append("\" cx=\"")
                        .append(Html.number(x(time(operation.invokedAt())))).append("\" cy=\"").append(Html.number(y(height)))
                        .append("\" r=\"1.3\"/>");
            }
        }
        return close();
    }

    private List<Operation> inWorkload() {
        return result.history().operations().stream()
                .filter(operation -> operation.completedAt() >= result.begin() && operation.completedAt() <= result.end()).toList();
    }

    private static int outcome(Operation operation) {
        for (int i = 0; i < OUTCOMES.length; i++) {
            if (OUTCOMES[i] == operation.outcome()) {
                return i;
            }
        }
        throw new IllegalArgumentException(operation.toString());
    }

    private void open(String title) {
        double height = TOP + PLOT + BOTTOM;
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(Html.number(WIDTH)).append(' ').append(Html.number(height))
                .append("\" role=\"img\" aria-label=\"").append(title).append("\">\n<text x=\"").append(Html.number(LEFT))
                .append("\" y=\"10\">").append(title).append("</text>\n");
        for (Episode episode : result.episodes()) {
            double from = x(time(episode.begin()));
            svg.append("<rect class=\"band ").append(episode.fault().kind().label()).append("\" x=\"").append(Html.number(from))
                    .append("\" y=\"").append(Html.number(TOP)).append("\" width=\"")
                    .append(Html.number(Math.max(1, x(time(episode.end())) - from))).append("\" height=\"")
                    .append(Html.number(PLOT)).append("\"><title>").append(Html.escape(episode.label() + " " + episode.nodes()))
                    .append("</title></rect>\n");
        }
        for (Sighting sighting : result.sightings()) {
            double at = x(Math.max(0, time(sighting.time())));
            svg.append("<line class=\"leader\" x1=\"").append(Html.number(at)).append("\" x2=\"").append(Html.number(at))
                    .append("\" y1=\"").append(Html.number(TOP)).append("\" y2=\"").append(Html.number(TOP + PLOT))
                    .append("\"/><text class=\"who\" x=\"").append(Html.number(at + 2)).append("\" y=\"")
                    .append(Html.number(TOP - 3)).append("\">").append(sighting.node()).append("</text>\n");
        }
    }

    private void grid(double height, String label) {
        String at = Html.number(y(height));
        svg.append("<line class=\"grid\" x1=\"").append(Html.number(LEFT)).append("\" x2=\"").append(Html.number(WIDTH - RIGHT))
                .append("\" y1=\"").append(at).append("\" y2=\"").append(at).append("\"/><text text-anchor=\"end\" x=\"")
                .append(Html.number(LEFT - 6)).append("\" y=\"").append(Html.number(y(height) + 4)).append("\">").append(label)
                .append("</text>\n");
    }

    private String close() {
        double base = TOP + PLOT;
        svg.append("<line class=\"axis\" x1=\"").append(Html.number(LEFT)).append("\" x2=\"").append(Html.number(WIDTH - RIGHT))
                .append("\" y1=\"").append(Html.number(base)).append("\" y2=\"").append(Html.number(base)).append("\"/>\n");
        int step = (int) Math.max(1, Math.ceil(seconds / 12));
        for (int second = 0; second <= seconds; second += step) {
            svg.append("<text text-anchor=\"middle\" x=\"").append(Html.number(x(second))).append("\" y=\"")
                    .append(Html.number(base + 16)).append("\">").append(second).append(" s</text>");
        }
        return svg.append("\n</svg>\n").toString();
    }

    /** Seconds since the workload began. */
    private double time(long nanos) {
        return (nanos - result.begin()) / NANOS;
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, second / seconds);
    }

    private static double y(double height) {
        return TOP + PLOT * (1 - height);
    }
}
