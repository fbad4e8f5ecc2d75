package io.keelson.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines through points, both axes logarithmic, as SVG in the page's colours. */
final class Plot {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 330;
    private static final int LEFT = 62;
    private static final int RIGHT = 505;
    private static final int TOP = 48;
    private static final int BOTTOM = 282;
    private static final double LEGEND_WIDTH = 110;

    private final String title;
    private final String xName;
    private final String yName;
    private final List<Series> lines = new ArrayList<>();

    /** A point; its label may be empty. */
    record Point(double x, double y, String label) {
        boolean isPlottable() {
            return x > 0 && y > 0 && x < Double.POSITIVE_INFINITY && y < Double.POSITIVE_INFINITY;
        }
    }

    private record Series(String name, List<Point> points) {}

    /** Whole powers of ten around all values. */
    private record Scale(int low, int high, int from, int to) {
        double at(double value) {
            return from + (Math.log10(value) - low) / (high - low) * (to - from);
        }
    }

    Plot(String title, String xName, String yName) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
    }

    void add(String name, List<Point> points) {
        lines.add(new Series(name, points.stream().filter(Point::isPlottable).toList()));
    }

    String svg() {
        Scale across = scale(LEFT, RIGHT, true);
        Scale up = scale(BOTTOM, TOP, false);
        StringBuilder out = new StringBuilder();
        out.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\" aria-label=\"").append(ComparisonPage.escape(title)).append("\">\n");
        text(out, LEFT, 16, "start", "", title + "; upwards: " + yName);
        for (int power = across.low(); power <= across.high(); power++) {
            double x = across.at(Math.pow(10, power));
            line(out, x, TOP, x, BOTTOM);
            text(out, x, BOTTOM + 16, "middle", "dim", amount(power));
        }
        for (int power = up.low(); power <= up.high(); power++) {
            double y = up.at(Math.pow(10, power));
            line(out, LEFT, y, RIGHT, y);
            text(out, LEFT - 6, y + 4, "end", "dim", amount(power));
        }
        text(out, (LEFT + RIGHT) / 2.0, HEIGHT - 10, "middle", "dim", xName);
        for (int i = 0; i < lines.size(); i++) {
            draw(out, lines.get(i), i, across, up);
        }
        return out.append("</svg>\n").toString();
    }

    private Scale scale(int from, int to, boolean x) {
        double low = Double.MAX_VALUE;
        double high = Double.MIN_VALUE;
        for (Series series : lines) {
            for (Point point : series.points()) {
                low = Math.min(low, x ? point.x() : point.y());
                high = Math.max(high, x ? point.x() : point.y());
            }
        }
        if (low > high) {
            return new Scale(0, 1, from, to);
        }
        int lowPower = (int) Math.floor(Math.log10(low));
        return new Scale(lowPower, Math.max(lowPower + 1, (int) Math.ceil(Math.log10(high))), from, to);
    }

    private static void draw(StringBuilder out, Series series, int number, Scale across, Scale up) {
        String colour = "var(--c" + number % 4 + ")";
        out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour).append("\" points=\"");
        series.points().forEach(point -> out.append(coordinate(across.at(point.x()))).append(',').append(coordinate(up.at(point.y()))).append(' '));
        out.append("\"/>\n");
        for (Point point : series.points()) {
            out.append("<circle r=\"3.5\" fill=\"").append(colour).append("\" cx=\"").append(coordinate(across.at(point.x()))).append("\" cy=\"")
                    .append(coordinate(up.at(point.y()))).append("\"/>\n");
            text(out, across.at(point.x()) + 6, up.at(point.y()) - 6, "start", "dim", point.label());
        }
        double x = LEFT + LEGEND_WIDTH * number + 4;
        out.append("<circle r=\"4\" fill=\"").append(colour).append("\" cx=\"").append(coordinate(x)).append("\" cy=\"32\"/>\n");
        text(out, x + 8, 36, "start", "", series.name());
    }

    private static void line(StringBuilder out, double x1, double y1, double x2, double y2) {
        out.append("<line class=\"axis\" x1=\"").append(coordinate(x1)).append("\" y1=\"").append(coordinate(y1)).append("\" x2=\"").append(coordinate(x2))
                .append("\" y2=\"").append(coordinate(y2)).append("\"/>\n");
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String style, String content) {
        if (!content.isEmpty()) {
            out.append("<text x=\"").append(coordinate(x)).append("\" y=\"").append(coordinate(y)).append("\" text-anchor=\"").append(anchor)
                    .append(style.isEmpty() ? "" : "\" class=\"" + style).append("\">").append(ComparisonPage.escape(content)).append("</text>\n");
        }
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String amount(int power) {
        return power >= 6 ? "10^" + power : power >= 3 ? "1" + "0".repeat(power - 3) + "k" : power >= 0 ? "1" + "0".repeat(power) : "0." + "0".repeat(-power - 1) + "1";
    }
}
