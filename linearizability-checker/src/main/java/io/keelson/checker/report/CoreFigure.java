package io.keelson.checker.report;

import io.keelson.checker.explain.Counterexample;
import io.keelson.checker.history.Operation;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The operations of a counterexample alone, as a small picture: a row each, bars in the order of their events. */
final class CoreFigure {
    private static final int SHOWN = 24;
    private static final int LEFT = 140;
    private static final int STEP = 74;
    private static final int STEP_MAX = 240;
    private static final int COLUMNS_WIDE = 8;
    private static final int ROW = 34;
    private static final int LETTER = 8;

    private CoreFigure() {
    }

    static String of(Counterexample found) {
        List<Counterexample.Reasoned> core = found.core().subList(0, Math.min(SHOWN, found.core().size()));
        TreeSet<Integer> events = new TreeSet<>();
        for (Counterexample.Reasoned each : core) {
            events.add(each.operation().invoked());
            events.add(each.operation().completed());
        }
        List<Integer> columns = List.copyOf(events);
        int letters = core.stream().mapToInt(each -> each.operation().call().length()).max().orElse(0);
        int step = columns.size() > COLUMNS_WIDE ? STEP : Math.max(STEP, Math.min(STEP_MAX, letters * LETTER + 26));
        int width = LEFT + columns.size() * step + 20;
        int height = core.size() * ROW + 8;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
            "<svg class=\"core\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"the operations that cannot be ordered\">%n",
            width, height, width, height));
        for (int row = 0; row < core.size(); row++) {
            Counterexample.Reasoned each = core.get(row);
            bar(svg, each, columns.indexOf(each.operation().invoked()), columns.indexOf(each.operation().completed()), row, step);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Counterexample.Reasoned each, int from, int to, int row, int step) {
        Operation operation = each.operation();
        int x = LEFT + from * step;
        int barWidth = Math.max(step - 14, (to - from) * step - 14);
        int letters = Math.max(3, (barWidth - 12) / LETTER);
        String call = operation.call();
        String fitting = call.length() <= letters ? call : call.substring(0, letters - 1) + "\u2026";
        svg.append(String.format(Locale.ROOT,
            "<g><title>%s</title><text class=\"row\" x=\"4\" y=\"%d\">%s  process %d</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>"
                + "<text x=\"%d\" y=\"%d\">%s</text></g>%n",
            HtmlReport.escape(operation.toString()), row * ROW + 22, each.label(), operation.process(), x, row * ROW + 5, barWidth, ROW - 10, x + 6,
            row * ROW + 22, HtmlReport.escape(fitting)));
    }
}
