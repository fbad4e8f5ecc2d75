package io.keelson.jepsen.report;

import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.Sighting;
import io.keelson.jepsen.fault.Episode;
import java.util.Locale;

/**
 * The frame of a picture over the workload's time: the same axis for each, so that one can be read below the other, with the faults as bands and the changes of
 * leader as lines. Of what lies closer together than can be seen, one is drawn: a picture's size is bounded, however long the run.
 */
final class Plot {
    private static final double WIDTH = 1000;
    private static final double LEFT = 56;
    private static final double RIGHT = 12;
    private static final double TOP = 30;
    private static final double BOTTOM = 24;
    private static final double SMALLEST = 0.7;
    private static final double LETTER = 6.2;
    private static final double LABEL_EVERY = 80;
    private static final double NANOS = 1e9;

    private final RunResult result;
    private final double height;
    private final StringBuilder svg = new StringBuilder();

    /**
     * Begins a picture.
     *
     * @param result the run
     * @param title what is shown
     * @param height of the part within the axes, in points
     * @param leaders whether the changes of leader are marked
     */
    Plot(RunResult result, String title, double height, boolean leaders) {
        this.result = result;
        this.height = height;
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(Html.number(WIDTH)).append(' ').append(Html.number(TOP + height + BOTTOM))
                .append("\" role=\"img\" aria-label=\"").append(Html.escape(title)).append("\">\n").append(text(LEFT, 11, "start", title)).append('\n');
        bands();
        if (leaders) {
            leaders();
        }
    }

    private void bands() {
        double drawn = -1;
        for (Episode episode : result.episodes()) {
            double from = x(episode.begin());
            double to = Math.max(x(episode.end()), from + 1);
            if (to - drawn >= SMALLEST) {
                add("rect", title(episode.label() + " " + episode.nodes() + ", " + span(episode.begin(), episode.end())), "class",
                        "band " + episode.fault().kind().label(), "x", Html.number(from), "y", Html.number(TOP), "width", Html.number(to - from), "height",
                        Html.number(height));
                drawn = to;
            }
        }
    }

    private void leaders() {
        double drawn = -1;
        double labelled = -LABEL_EVERY;
        for (Sighting seen : result.sightings()) {
            double x = x(seen.time());
            if (x - drawn >= SMALLEST) {
                add("line", title(seen.node() + " leads in term " + seen.term()), "class", "leader", "x1", Html.number(x), "x2", Html.number(x), "y1",
                        Html.number(TOP), "y2", Html.number(TOP + height));
                drawn = x;
            }
            if (x - labelled >= LABEL_EVERY && x < WIDTH - RIGHT - LABEL_EVERY) {
                add("text", Html.escape(seen.node() + ", term " + seen.term()), "class", "who", "x", Html.number(x + 2), "y", Html.number(TOP - 3));
                labelled = x;
            }
        }
    }

    /** Adds an element; see {@link Html#element}. */
    void add(String name, String content, String... attributes) {
        svg.append(Html.element(name, content, attributes)).append('\n');
    }

    /** Adds a line over the whole width with a label at its left. */
    void grid(double share, String label) {
        String at = Html.number(y(share));
        add("line", "", "class", "grid", "x1", Html.number(LEFT), "x2", Html.number(WIDTH - RIGHT), "y1", at, "y2", at);
        svg.append(text(LEFT - 6, y(share) + 4, "end", label)).append('\n');
    }

    /** Adds words at the left of the axis. */
    void label(double y, String words) {
        svg.append(text(LEFT - 6, y, "end", words)).append('\n');
    }

    /** Draws the axis of time and returns the picture. */
    String close() {
        double base = TOP + height;
        add("line", "", "class", "axis", "x1", Html.number(LEFT), "x2", Html.number(WIDTH - RIGHT), "y1", Html.number(base), "y2", Html.number(base));
        double seconds = (result.end() - result.begin()) / NANOS;
        long step = (long) niceStep(Math.max(1, seconds / 14));
        for (long second = 0; second <= seconds; second += step) {
            svg.append(text(x(result.begin() + (long) (second * NANOS)), base + 15, "middle", second + " s"));
        }
        return svg.append("\n</svg>\n").toString();
    }

    /** Where a moment of the history lies; what is before or after the workload lies at its edge. */
    double x(long time) {
        double share = (time - result.begin()) / (double) Math.max(1, result.end() - result.begin());
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.max(0, Math.min(1, share));
    }

    /** Where a value lies, 0 at the bottom and 1 at the top. */
    double y(double share) {
        return TOP + height * (1 - share);
    }

    /** Where the part within the axes begins. */
    static double top() {
        return TOP;
    }

    /** Whether something of that width can be seen at all. */
    static boolean isVisible(double width) {
        return width >= SMALLEST;
    }

    /** Whether these words fit into that width. */
    static boolean fits(String words, double width) {
        return words.length() * LETTER + 6 <= width;
    }

    /** Begin and end, in seconds since the workload began. */
    String span(long begin, long end) {
        return seconds(begin) + " to " + seconds(end);
    }

    private String seconds(long time) {
        return String.format(Locale.ROOT, "%.2f s", (time - result.begin()) / NANOS);
    }

    static String title(String words) {
        return Html.element("title", Html.escape(words));
    }

    private static String text(double x, double y, String anchor, String words) {
        return Html.element("text", Html.escape(words), "text-anchor", anchor, "x", Html.number(x), "y", Html.number(y));
    }

    /** The least of 1, 2, 2.5, 5 and their tenfolds that is not below. */
    static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
