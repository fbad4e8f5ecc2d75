package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Event;
import io.keelson.checker.history.History;
import io.keelson.checker.history.NemesisEvent;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One self-contained page for a counterexample: the window of events around the operation that cannot be explained, a row for each
 * process, a bar for each operation, the text beside it. Its size is bounded whatever the history.
 */
public final class HtmlReport {
    private static final int RECENT_SHOWN = 14;
    private static final int CRASHED_SHOWN = 8;
    private static final int LEFT = 90;
    private static final int STEP = 48;
    private static final int ROW = 34;
    private static final int TOP = 24;
    private static final int LETTER = 7;

    private static final String STYLE = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2em;color:#1c2733;background:#fff;max-width:80em}
        h1{font-size:1.4em}.valid{color:#1a7f37}.invalid{color:#b3261e}.unknown{color:#8a6100}
        pre{background:#f4f6f8;padding:1em;overflow:auto;font-size:13px}
        .picture{overflow:auto;border:1px solid #d5dbe1}
        svg text{font:12px ui-monospace,monospace;fill:#1c2733}svg .row{fill:#5b6875}
        .ok{fill:#cfe3f7;stroke:#4a86c5}.info{fill:#f3e3bd;stroke:#b98a1d}.stuck{fill:#f6c6c2;stroke:#b3261e;stroke-width:2}
        .nemesis{stroke:#8250df;stroke-dasharray:3 3}svg .fault{fill:#8250df}
        """;

    private HtmlReport() {
    }

    /**
     * The page.
     *
     * @param history     for what the nemesis did in the window
     * @param model       for its name
     * @param explanation plain text, shown as it is
     * @param verdict     the verdict on the whole
     * @param partition   what to draw, or null for no picture
     */
    public static String of(History history, Model model, String explanation, Verdict verdict, PartitionResult partition) {
        StringBuilder page = new StringBuilder(4096);
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
            .append(verdict.label()).append(": ").append(escape(model.name())).append("</title>\n<style>\n").append(STYLE)
            .append("</style></head>\n<body>\n<h1>Linearizability against ").append(escape(model.name()))
            .append(": <span class=\"").append(verdict.label()).append("\">").append(verdict.label()).append("</span></h1>\n<pre>")
            .append(escape(explanation)).append("</pre>\n");
        if (partition != null && partition.stuck() != null) {
            appendPicture(page, history, partition);
        }
        return page.append("</body></html>\n").toString();
    }

    private static void appendPicture(StringBuilder page, History history, PartitionResult partition) {
        Operation stuck = partition.stuck();
        List<Operation> shown = window(partition);
        TreeMap<Integer, Integer> columns = columns(shown, stuck);
        int width = LEFT + (columns.size() + 1) * STEP;
        Map<Long, Integer> rows = rows(shown);
        int height = TOP + rows.size() * ROW + 10;
        page.append("<p>").append(partition.key() == null ? "" : "Key " + escape(Values.brief(partition.key())) + ". ")
            .append("One row a process, events from left to right. Red: ")
            .append(partition.verdict() == Verdict.INVALID ? "the operation that no order explains."
                : "where the search ended.")
            .append(" Yellow, open to the right: outcome unknown, it may have happened at any later moment or never.")
            .append(" Dashed: the nemesis.</p>\n");
        page.append(String.format(Locale.ROOT,
            "<div class=\"picture\"><svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"operations by process\">%n", width, height));
        appendNemesis(page, history, columns, height);
        rows.forEach((process, row) -> page.append(String.format(Locale.ROOT,
            "<text class=\"row\" x=\"6\" y=\"%d\">process %d</text>%n", TOP + row * ROW + 20, process)));
        for (Operation operation : shown) {
            appendBar(page, operation, operation.id() == stuck.id(), columns, rows.get(operation.process()), width);
        }
        page.append("</svg></div>\n");
    }

    /**
     * The last operations that began before the stuck one ended, itself among them, and those of unknown outcome from before, which
     * may still happen; the latest where that is too much.
     */
    private static List<Operation> window(PartitionResult partition) {
        Operation stuck = partition.stuck();
        List<Operation> before = partition.operations().stream()
            .filter(operation -> operation.invoked() < stuck.completed()).toList();
        int from = Math.max(0, before.size() - RECENT_SHOWN);
        List<Operation> crashed = before.subList(0, from).stream().filter(Operation::isCrashed).toList();
        List<Operation> shown = new ArrayList<>(crashed.subList(Math.max(0, crashed.size() - CRASHED_SHOWN), crashed.size()));
        if (stuck.id() < before.get(from).id()) {
            shown.add(stuck);
        }
        shown.addAll(before.subList(from, before.size()));
        return shown;
    }

    /** A column for each event of the window. */
    private static TreeMap<Integer, Integer> columns(List<Operation> shown, Operation stuck) {
        TreeMap<Integer, Integer> columns = new TreeMap<>();
        for (Operation operation : shown) {
            columns.put(operation.invoked(), 0);
            if (operation.completed() <= stuck.completed()) {
                columns.put(operation.completed(), 0);
            }
        }
        return numbered(columns);
    }

    private static TreeMap<Long, Integer> rows(List<Operation> shown) {
        TreeMap<Long, Integer> rows = new TreeMap<>();
        shown.forEach(operation -> rows.put(operation.process(), 0));
        return numbered(rows);
    }

    /** Gives each key its place in their order. */
    private static <K> TreeMap<K, Integer> numbered(TreeMap<K, Integer> places) {
        int place = 0;
        for (Map.Entry<K, Integer> entry : places.entrySet()) {
            entry.setValue(place++);
        }
        return places;
    }

    private static void appendBar(StringBuilder page, Operation operation, boolean stuck, Map<Integer, Integer> columns, int row,
                                  int width) {
        int x = LEFT + columns.get(operation.invoked()) * STEP;
        Integer end = columns.get(operation.completed());
        int right = end == null ? width + STEP : LEFT + end * STEP + STEP / 2;
        String kind = stuck ? "stuck" : operation.isCrashed() ? "info" : "ok";
        page.append(String.format(Locale.ROOT,
            "<g><title>%s%s</title><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\"/>"
                + "<text x=\"%d\" y=\"%d\">%s</text></g>%n",
            escape(operation.toString()), times(operation), kind, x, TOP + row * ROW + 4, right - x, ROW - 10, x + 4,
            TOP + row * ROW + 20, escape(fitted(operation.call(), right - x))));
    }

    /** As much of a text as a bar of that width holds; the whole is in its title. */
    private static String fitted(String text, int width) {
        int letters = Math.max(2, (width - 6) / LETTER);
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "\u2026";
    }

    private static String times(Operation operation) {
        if (operation.invokedAt() == Event.NO_TIME) {
            return "";
        }
        String begin = String.format(Locale.ROOT, ", %.3f ms", operation.invokedAt() / 1e6);
        return operation.completedAt() == Event.NO_TIME ? begin
            : begin + String.format(Locale.ROOT, " to %.3f ms", operation.completedAt() / 1e6);
    }

    private static void appendNemesis(StringBuilder page, History history, TreeMap<Integer, Integer> columns, int height) {
        for (NemesisEvent event : history.nemesisEvents()) {
            Map.Entry<Integer, Integer> before = columns.floorEntry(event.index());
            if (before != null && event.index() < columns.lastKey()) {
                int x = LEFT + before.getValue() * STEP + STEP - 4;
                page.append(String.format(Locale.ROOT,
                    "<line class=\"nemesis\" x1=\"%d\" x2=\"%d\" y1=\"14\" y2=\"%d\"/><text class=\"fault\" x=\"%d\" y=\"12\">%s</text>%n",
                    x, x, height, x, escape(event.f())));
            }
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
