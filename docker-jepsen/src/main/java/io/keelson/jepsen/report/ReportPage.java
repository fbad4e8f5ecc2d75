package io.keelson.jepsen.report;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.jepsen.Phase;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.suite.Scenario;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code report.html}: the verdict with its reasons, the counterexample if there is one, what happened over time, and how to run it again. One file that needs no
 * other to be read; it links to the others of its folder.
 */
final class ReportPage {
    private static final String STYLE = """
            :root{color-scheme:light}
            body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:1040px;padding:0 1.2em;color:#1f2328;background:#fff}
            h1{font-size:1.6em;margin:0 0 .1em}h2{font-size:1.15em;margin:1.7em 0 .5em;border-bottom:1px solid #d0d7de;padding-bottom:.2em}
            p{margin:.4em 0}.dim{color:#57606a}.valid{color:#1a7f37}.invalid{color:#cf222e}.unknown{color:#9a6700}
            table{border-collapse:collapse;margin:.6em 0}th,td{text-align:left;padding:.3em 1.2em .3em 0;vertical-align:top;border-bottom:1px solid #d0d7de;
            font-variant-numeric:tabular-nums}th{font-weight:600;color:#57606a}
            .why{border-left:4px solid #cf222e;background:#fff5f5;padding:.5em 1em .5em 2em;margin:.8em 0}.why.unknown{border-color:#bf8700;background:#fff8e5;color:inherit}
            .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(11em,1fr));gap:.7em;margin:1em 0}
            .figures div{background:#f6f8fa;padding:.5em .8em;border-radius:5px}.figures b{display:block;font-size:1.2em;font-variant-numeric:tabular-nums}
            pre{background:#f6f8fa;padding:.8em 1em;overflow:auto;white-space:pre-wrap;font:13px/1.45 ui-monospace,monospace;border-radius:5px}
            iframe{width:100%;height:46em;border:1px solid #d0d7de;border-radius:5px;color-scheme:light}a{color:#0969da}
            """;
    /** So many faults are told one by one; {@code results.edn} has all. */
    private static final int FAULTS = 300;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private ReportPage() {}

    /** The page of a run that came to a verdict. */
    static String of(RunResult result, Circumstances circumstances) {
        StringBuilder page = head(result.verdict(), circumstances, sentence(result.verdict()));
        reasons(page, "why", result.violations());
        reasons(page, "why unknown", result.gaps());
        figures(page, result);
        counterexample(page, result);
        page.append(Html.element("p", "replicas: " + Html.escape(result.replicas().summary()), "class", "dim")).append('\n');
        page.append("<h2>over time</h2>\n").append(TimeChart.of(result));
        phases(page, result);
        faults(page, result);
        return end(page, circumstances, List.of("timeline.html", "history.edn", "results.edn"));
    }

    /** The page of a run that came to no verdict. */
    static String crashed(String error, Circumstances circumstances) {
        StringBuilder page = head(Verdict.UNKNOWN, circumstances, "the run broke off");
        reasons(page, "why unknown", List.of(error));
        return end(page, circumstances, List.of("results.edn"));
    }

    private static StringBuilder head(Verdict verdict, Circumstances circumstances, String sentence) {
        String word = Html.element("span", verdict.label(), "class", verdict.label());
        return new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(verdict.label()).append(": ").append(Html.escape(circumstances.test())).append("</title>\n<style>\n").append(STYLE).append(TimeChart.STYLE)
                .append("</style></head><body>\n<h1>").append(word).append(": ").append(Html.escape(circumstances.test())).append("</h1>\n")
                .append(Html.element("p", Html.escape(circumstances.start().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)) + " \u00b7 " + sentence),
                        "class", "dim"))
                .append('\n');
    }

    private static String sentence(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "everything that was checked holds";
            case INVALID -> "a check found a violation";
            case UNKNOWN -> "no violation was found, but something could not be judged";
        };
    }

    private static void reasons(StringBuilder page, String style, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append(Html.element("ul", lines.stream().map(line -> Html.element("li", Html.escape(line))).collect(Collectors.joining("\n")), "class", style))
                    .append('\n');
        }
    }

    private static void figures(StringBuilder page, RunResult result) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("operations", count(result.history().operations().size()));
        figures.put("ok", count(result.count(EventType.OK)));
        figures.put("certainly failed", count(result.count(EventType.FAIL)));
        figures.put("unknown outcome", count(result.count(EventType.INFO)));
        figures.put("ok per second", String.format(Locale.ROOT, "%.0f", result.availability().okPerSecond()));
        figures.put("longest time without an ok", millis(result.availability().longestGap()));
        figures.put("acknowledged writes", count(result.writes().acknowledged()));
        figures.put("of them lost", count(result.writes().lost()));
        figures.put("faults", count(result.episodes().size()));
        figures.put("leader changes", count(result.leaderChanges()));
        if (!result.availability().failovers().isEmpty()) {
            figures.put("longest fail-over", millis(result.availability().longestFailover()));
        }
        if (!result.episodes().isEmpty()) {
            figures.put("longest recovery", recovery(Scenario.longestRecovery(result)));
        }
        page.append("<div class=\"figures\">\n");
        figures.forEach((name, figure) -> page.append(Html.element("div", Html.element("b", Html.escape(figure)) + Html.escape(name))).append('\n'));
        page.append("</div>\n");
    }

    private static void counterexample(StringBuilder page, RunResult result) {
        if (result.check().verdict() == Verdict.VALID) {
            page.append(Html.element("p", "linearizability: " + Html.escape(result.check().summary()), "class", "dim")).append('\n');
        } else {
            // The checker's page is whole in itself, with style and script of its own: it stands in a frame, so that neither page disturbs the other.
            page.append(result.check().verdict() == Verdict.INVALID ? "<h2>the counterexample</h2>\n" : "<h2>what was not decided</h2>\n")
                    .append(Html.element("iframe", "", "title", "linearizability", "srcdoc", result.check().html())).append('\n')
                    .append("<p class=\"dim\">Its times count from the beginning of the run; the workload began at ").append(seconds(result.begin())).append(".</p>\n");
        }
    }

    private static void phases(StringBuilder page, RunResult result) {
        page.append("<h2>phases</h2>\n").append(Html.table(List.of("phase", "begin", "duration"), result.phases().stream().map(phase -> row(phase, result)).toList()))
                .append("<p class=\"dim\">Times are seconds since the workload began.</p>\n");
    }

    private static List<String> row(Phase phase, RunResult result) {
        return List.of(phase.name(), seconds(phase.begin() - result.begin()), seconds(phase.end() - phase.begin()));
    }

    private static void faults(StringBuilder page, RunResult result) {
        if (result.episodes().isEmpty()) {
            return;
        }
        List<List<String>> rows = result.episodes().stream().limit(FAULTS).map(episode -> List.of(episode.label(), String.join(", ", episode.nodes()),
                seconds(episode.begin() - result.begin()), seconds(episode.end() - episode.begin()), millis(episode.answering()), recovery(episode.recovery()))).toList();
        page.append("<h2>faults</h2>\n").append(Html.table(List.of("fault", "nodes", "begin", "duration", "all answer", "recovery"), rows));
        if (result.episodes().size() > FAULTS) {
            page.append("<p class=\"dim\">").append(count(result.episodes().size() - FAULTS)).append(" more are in results.edn.</p>\n");
        }
        if (!result.availability().failovers().isEmpty()) {
            page.append("<p>Fail-overs, from when a fault had hit the leader until an operation begun after it had succeeded: ")
                    .append(result.availability().failovers().stream().limit(FAULTS)
                            .map(failover -> Html.escape(failover.fault()) + " " + millis(failover.duration())).collect(Collectors.joining(", ")))
                    .append(".</p>\n");
        }
    }

    private static String end(StringBuilder page, Circumstances circumstances, List<String> files) {
        page.append("<h2>run it again</h2>\n").append(Html.element("pre", Html.escape(circumstances.commandLine()))).append('\n')
                .append("<p class=\"dim\">The seed decides what the clients ask for and whom the nemesis hits; threads, disks and the network are not in its power.</p>\n");
        List<List<String>> rows = new ArrayList<>(List.of(List.of("driver", circumstances.driver())));
        circumstances.environment().forEach((name, value) -> rows.add(List.of(name, value)));
        page.append(Html.table(List.of("ran on", ""), rows)).append("<h2>files</h2>\n<p>");
        List<String> names = new ArrayList<>(files);
        names.addAll(List.of("test.edn", "jepsen.log"));
        circumstances.nodes().forEach(node -> names.add(node + "/"));
        page.append(names.stream().map(name -> Html.element("a", Html.escape(name), "href", name)).collect(Collectors.joining(" \u00b7\n")));
        return page.append("</p>\n</body></html>\n").toString();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", Math.round(nanos / NANOS_PER_SECOND * 100) / 100.0);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / NANOS_PER_MILLI);
    }

    private static String recovery(long nanos) {
        return nanos == Episode.NOT_RECOVERED ? "never" : millis(nanos);
    }
}
