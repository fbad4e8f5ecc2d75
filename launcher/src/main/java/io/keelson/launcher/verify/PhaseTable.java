package io.keelson.launcher.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The phases on a terminal: verdict, time and figures, then what is wrong. */
final class PhaseTable {
    private static final int LINE = 100;
    private static final String FORMAT = "%-10s %-9s %8s  ";

    private PhaseTable() {}

    static String of(List<PhaseResult> results) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, FORMAT + "figures%n", "phase", "verdict", "time"));
        String indent = " ".repeat(String.format(FORMAT, "", "", "").length());
        for (PhaseResult result : results) {
            text.append(String.format(Locale.ROOT, FORMAT, result.name(), result.findings().verdict().label(),
                    String.format(Locale.ROOT, "%.1f s", result.duration().toMillis() / 1000.0)));
            text.append(figures(result, indent)).append(System.lineSeparator());
        }
        for (PhaseResult result : results) {
            for (String remark : result.findings().remarks()) {
                text.append(result.name()).append(": ").append(remark).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    /** The figures by commas, broken into lines that fit. */
    private static String figures(PhaseResult result, String indent) {
        List<String> figures = result.findings().figures().entrySet().stream()
                .map(figure -> figure.getKey() + " " + figure.getValue()).collect(Collectors.toList());
        StringBuilder text = new StringBuilder();
        int column = indent.length();
        for (int i = 0; i < figures.size(); i++) {
            String figure = figures.get(i) + (i + 1 < figures.size() ? "," : "");
            if (i > 0 && column + 1 + figure.length() > LINE) {
                text.append(System.lineSeparator()).append(indent);
                column = indent.length();
            } else if (i > 0) {
                text.append(' ');
                column++;
            }
            text.append(figure);
            column += figure.length();
        }
        return text.toString();
    }
}
