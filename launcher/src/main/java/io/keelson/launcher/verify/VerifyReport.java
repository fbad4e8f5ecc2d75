package io.keelson.launcher.verify;

import io.keelson.jepsen.report.Html;
import io.keelson.jepsen.report.TimeChart;
import io.keelson.launcher.ExitCode;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html}: verdict first, the phases, what each found, and where it ran. One file that needs no other. */
final class VerifyReport {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2.2em auto;max-width:1040px;padding:0 1.2em;color:#1f2328;background:#fff}
            h1{font-size:1.7em;margin:0 0 .1em}h2{font-size:1.2em;margin:1.8em 0 .4em;border-bottom:1px solid #d0d7de;padding-bottom:.2em}
            h3{font-size:1em;margin:1.2em 0 .2em}p{margin:.4em 0}.dim{color:#57606a}
            table{border-collapse:collapse;width:100%;margin:1em 0}th,td{text-align:left;padding:.45em .7em;vertical-align:top;
            border-bottom:1px solid #d0d7de}th{font-weight:600;color:#57606a}td.time{white-space:nowrap;text-align:right}
            .verdict{font-weight:600}.valid{color:#1a7f37}.invalid{color:#cf222e}.unknown{color:#9a6700}
            .figure{display:inline-block;margin-right:1.1em;white-space:nowrap}.figure b{font-variant-numeric:tabular-nums}
            pre{background:#f6f8fa;padding:.8em 1em;overflow:auto;white-space:pre-wrap;font:13px/1.45 ui-monospace,monospace}
            ul{margin:.3em 0;padding-left:1.3em}code{font:13px ui-monospace,monospace}
            """;

    private VerifyReport() {}

    /**
     * Writes the page.
     *
     * @param verdict over all phases
     * @param results the phases
     * @param environment what the run ran on, in order
     * @param again the command that runs it again
     */
    static String of(ExitCode verdict, List<PhaseResult> results, Map<String, String> environment, String again) {
        StringBuilder page = new StringBuilder(8192);
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>keelson verify: ")
                .append(verdict.label()).append("</title>\n<style>\n").append(STYLE).append(TimeChart.STYLE)
                .append("</style></head><body>\n<h1>keelson verify: ").append(word(verdict)).append("</h1>\n<p class=\"dim\">")
                .append(ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)))
                .append(" &middot; ").append(sentence(verdict)).append("</p>\n");
        table(page, results);
        results.forEach(result -> section(page, result));
        page.append("<h2>environment</h2>\n<table>\n");
        environment.forEach((name, value) -> page.append("<tr><th>").append(Html.escape(name)).append("</th><td>")
                .append(Html.escape(value)).append("</td></tr>\n"));
        return page.append("</table>\n<p>Run it again: <code>").append(Html.escape(again))
                .append("</code></p>\n</body></html>\n").toString();
    }

    private static void table(StringBuilder page, List<PhaseResult> results) {
        page.append("<table>\n<tr><th>phase</th><th>verdict</th><th>time</th><th>figures</th></tr>\n");
        for (PhaseResult result : results) {
            page.append("<tr><td>").append(Html.escape(result.name())).append("</td><td>").append(word(result.findings().verdict()))
                    .append("</td><td class=\"time\">")
                    .append(String.format(Locale.ROOT, "%.1f s", result.duration().toMillis() / 1000.0)).append("</td><td>");
            result.findings().figures().forEach((what, value) -> page.append("<span class=\"figure\">")
                    .append(Html.escape(what)).append(" <b>").append(Html.escape(value)).append("</b></span> "));
            page.append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void section(StringBuilder page, PhaseResult result) {
        page.append("<h2>").append(Html.escape(result.name())).append(": ").append(word(result.findings().verdict()))
                .append("</h2>\n<p class=\"dim\">").append(Html.escape(result.description())).append("</p>\n");
        if (!result.findings().remarks().isEmpty()) {
            page.append("<ul>\n");
            result.findings().remarks().forEach(remark -> page.append("<li>").append(Html.escape(remark)).append("</li>\n"));
            page.append("</ul>\n");
        }
        page.append(result.findings().details()).append('\n');
    }

    private static String word(ExitCode verdict) {
        return "<span class=\"verdict " + verdict.label() + "\">" + verdict.label() + "</span>";
    }

    private static String sentence(ExitCode verdict) {
        return switch (verdict) {
            case VALID -> "everything that was checked holds";
            case INVALID -> "a check found a violation";
            default -> "no violation was found, but something could not be judged";
        };
    }
}
