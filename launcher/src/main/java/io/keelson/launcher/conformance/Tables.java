package io.keelson.launcher.conformance;

import io.keelson.spec.GraphReport;
import io.keelson.spec.certify.Source;
import io.keelson.spec.certify.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of a report as rows of words, the first row being the heads: for the terminal and for the page alike. */
final class Tables {
    private Tables() {}

    static List<List<String>> graphs(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", "bound", "Java states", "TLC states", "equal?", "depth", "transitions", "per CPU-second"));
        for (GraphRow graph : result.graphs()) {
            GraphReport report = graph.report();
            rows.add(List.of(
                    report.model(),
                    graph.bound(),
                    Figures.number(report.javaStates()),
                    Figures.number(report.specStates()),
                    report.equal() ? "equal" : "DIFFERENT",
                    String.valueOf(report.depth()),
                    Figures.number(report.transitions()),
                    Figures.number(graph.transitionsPerCpuSecond())));
        }
        return rows;
    }

    static List<List<String>> sources(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("source", "steps", "pairs inside the bound, all compared", "beyond it", "of those compared", "undefined on both sides"));
        for (Map.Entry<Source, Tally> source : result.certificate().tallies().entrySet()) {
            rows.add(row(source.getKey().label(), source.getValue()));
        }
        rows.add(row("all", result.certificate().total()));
        return rows;
    }

    private static List<String> row(String label, Tally tally) {
        String ratio = tally.beyond() == 0 ? "-" : String.format(java.util.Locale.ROOT, "%,d (%.1f %%)", tally.sampled(), 100.0 * tally.sampled() / tally.beyond());
        return List.of(
                label,
                Figures.number(tally.steps()),
                Figures.number(tally.pairs()),
                Figures.number(tally.beyond()),
                ratio,
                Figures.number(tally.undefined()));
    }

    static List<List<String>> figures(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("figure", "measured", "promised of a whole build", ""));
        for (Figures.Figure figure : Figures.of(result)) {
            rows.add(List.of(figure.what(), figure.measured(), figure.promised(), figure.reached() ? "reached" : "below"));
        }
        return rows;
    }

    /** Rows in columns, for a terminal. */
    static String text(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int k = 0; k < columns; k++) {
                widths[k] = Math.max(widths[k], row.get(k).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < columns; k++) {
                String cell = row.get(k);
                String space = " ".repeat(widths[k] - cell.length());
                line.append(isNumber(cell) ? space + cell : cell + space).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    static boolean isNumber(String cell) {
        return cell.matches("[\\d,]+( \\(.*\\))?");
    }
}
