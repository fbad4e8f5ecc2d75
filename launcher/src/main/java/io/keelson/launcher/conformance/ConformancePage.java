package io.keelson.launcher.conformance;

import io.keelson.jepsen.report.Html;
import io.keelson.launcher.ExitCode;
import io.keelson.spec.certify.Branch;
import io.keelson.spec.certify.Certificate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one page that needs no other: verdict, tables, what differs, and the coverage of the specification, branch by branch. */
final class ConformancePage {
    private static final String STYLE = """
            :root{--ink:#1f2328;--dim:#57606a;--line:#d0d7de;--paper:#fff;--pane:#f6f8fa;--good:#1a7f37;--bad:#cf222e;--warn:#9a6700;color-scheme:light dark}
            @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9198a1;--line:#3d444d;--paper:#0d1117;--pane:#161b22;--good:#3fb950;--bad:#f85149;--warn:#d29922}}
            body{font:15px/1.5 system-ui,sans-serif;margin:2.2em auto;max-width:1120px;padding:0 1.2em;color:var(--ink);background:var(--paper)}
            h1{font-size:1.7em;margin:0 0 .1em}h2{font-size:1.2em;margin:1.8em 0 .4em;border-bottom:1px solid var(--line);padding-bottom:.2em}
            h3{font-size:1em;margin:1.4em 0 .2em}p{margin:.4em 0}.dim{color:var(--dim)}
            .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.8em 0}
            th,td{text-align:left;padding:.35em .7em;vertical-align:top;border-bottom:1px solid var(--line)}
            th{font-weight:600;color:var(--dim)}td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
            .valid,.good{color:var(--good)}.invalid,.bad{color:var(--bad)}.warn{color:var(--warn)}.verdict{font-weight:600}
            pre{background:var(--pane);padding:.8em 1em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,monospace}
            code{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
            table.branches td:nth-child(1){width:4.5em}table.branches td:nth-child(2){width:4.5em}table.branches td:nth-child(4){width:7em}
            tr.operator td{background:var(--pane);font-weight:600}tr.never td{color:var(--bad)}tr.excused td{color:var(--dim)}
            """;

    private ConformancePage() {}

    /**
     * Writes the page.
     *
     * @param result what was found
     * @param again the command that runs it again
     */
    static String of(Result result, String again) {
        StringBuilder page = new StringBuilder(1 << 16);
        ExitCode verdict = result.verdict();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>keelson conformance: ")
                .append(verdict.label()).append("</title>\n<style>\n").append(STYLE).append("</style></head><body>\n<h1>keelson conformance: <span class=\"")
                .append(verdict.label()).append("\">").append(verdict.label()).append("</span></h1>\n<p class=\"dim\">")
                .append(ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)))
                .append(" &middot; ").append(verdict == ExitCode.VALID ? "spec and code are one, as far as this run goes" : "spec and code are not one")
                .append("</p>\n");
        differences(page, result);
        section(page, "figures", "What this run has come to, beside what a whole build promises.", Tables.figures(result));
        if (!result.graphs().isEmpty()) {
            section(page, "whole graphs", "Each state that the real members come to, and all that may happen in it, as the core has it and as TLC has it.",
                    Tables.graphs(result));
        }
        section(page, "steps certified", "Each distinct step was evaluated by the spec's operator and by the core's handler. Inside the bound all are compared, "
                + "beyond it a sample, chosen by fingerprint.", Tables.sources(result));
        Coverage.append(page, result);
        return page.append("<p>Run it again: <code>").append(Html.escape(again)).append("</code></p>\n</body></html>\n").toString();
    }

    private static void differences(StringBuilder page, Result result) {
        result.differentGraphs().forEach(graph ->
                finding(page, "The graphs of " + graph.model() + " differ", graph.difference()));
        for (Certificate.Difference difference : result.certificate().differences()) {
            finding(page, difference.operator() + " (spec) and " + difference.handler() + " (core) disagree", difference.text());
        }
        result.complaints().forEach(complaint -> page.append("<p class=\"bad\">").append(Html.escape(complaint)).append("</p>\n"));
    }

    private static void finding(StringBuilder page, String title, String text) {
        page.append("<h3 class=\"bad\">").append(Html.escape(title)).append("</h3>\n<pre>").append(Html.escape(text)).append("</pre>\n");
    }

    private static void section(StringBuilder page, String title, String about, List<List<String>> rows) {
        page.append("<h2>").append(title).append("</h2>\n<p class=\"dim\">").append(about).append("</p>\n<div class=\"wide\"><table>\n");
        for (int k = 0; k < rows.size(); k++) {
            page.append("<tr>");
            List<String> row = rows.get(k);
            for (int column = 0; column < row.size(); column++) {
                cell(page, k == 0 ? "th" : "td", row.get(column), isNumeric(rows, column));
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static boolean isNumeric(List<List<String>> rows, int column) {
        return rows.size() > 1 && Tables.isNumber(rows.get(1).get(column));
    }

    private static void cell(StringBuilder page, String tag, String text, boolean numeric) {
        String kind = switch (text) {
            case "equal", "reached" -> "good";
            case "DIFFERENT", "below" -> text.equals("below") ? "warn" : "bad";
            default -> numeric ? "number" : "";
        };
        page.append('<').append(tag).append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append('>').append(Html.escape(text)).append("</").append(tag).append('>');
    }

    /** The operators of each module in reading order, each with its branches. */
    private static final class Coverage {
        private Coverage() {}

        static void append(StringBuilder page, Result result) {
            page.append("<h2>coverage of the specification</h2>\n<p class=\"dim\">By how many of the compared steps each operator and each branch of it was evaluated. ")
                    .append("Branches that nothing met are red, or grey where a reason is given.</p>\n");
            Map<String, Map<Branch, Long>> modules = new LinkedHashMap<>();
            result.certificate().branches().forEach((branch, steps) ->
                    modules.computeIfAbsent(branch.module(), module -> new LinkedHashMap<>()).put(branch, steps));
            modules.forEach((module, branches) -> {
                page.append("<h3>").append(module).append("</h3>\n<table class=\"branches\">\n<tr><th class=\"number\">line</th><th></th><th>what it says</th>")
                        .append("<th class=\"number\">steps</th></tr>\n");
                branches.forEach((branch, steps) -> row(page, branch, steps, result.unmet().reason(branch)));
                page.append("</table>\n");
            });
        }

        private static void row(StringBuilder page, Branch branch, long steps, String reason) {
            boolean operator = branch.kind() == Branch.Kind.OPERATOR;
            String kind = operator ? "operator" : steps > 0 ? "" : reason.isEmpty() ? "never" : "excused";
            page.append("<tr").append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append("><td class=\"number\">").append(branch.line()).append("</td><td>")
                    .append(operator ? "" : branch.kind().name()).append("</td><td><code>")
                    .append(Html.escape(operator ? branch.operator() : words(branch))).append("</code>")
                    .append(steps > 0 || reason.isEmpty() ? "" : " <span class=\"dim\">" + Html.escape(reason) + "</span>")
                    .append("</td><td class=\"number\">").append(steps == 0 ? "never" : Figures.number(steps)).append("</td></tr>\n");
        }

        private static String words(Branch branch) {
            return branch.guard().isEmpty() ? branch.text() : branch.guard() + (branch.kind() == Branch.Kind.CASE ? " \u2192 " : " \u21d2 ") + branch.text();
        }
    }
}
