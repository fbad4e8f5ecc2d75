package io.keelson.bench.compare;

import io.keelson.bench.compare.Plot.Point;
import io.keelson.bench.compare.Workload.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The findings as one HTML page that needs no other file. */
public final class ComparisonPage {
    private static final String STYLE = """
            :root{--ink:#1f2328;--dim:#57606a;--line:#d0d7de;--paper:#fff;--c0:#0969da;--c1:#bc4c00;--c2:#1a7f37;--c3:#8250df;color-scheme:light dark}
            @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9198a1;--line:#3d444d;--paper:#0d1117;--c0:#58a6ff;--c1:#f0883e;--c2:#3fb950;--c3:#bc8cff}}
            body{font:15px/1.5 system-ui,sans-serif;margin:2.2em auto;max-width:1120px;padding:0 1.2em;color:var(--ink);background:var(--paper)}
            h1{font-size:1.7em;margin:0 0 .1em}h2{font-size:1.2em;margin:1.8em 0 .4em;border-bottom:1px solid var(--line);padding-bottom:.2em}
            p{margin:.4em 0}.dim{color:var(--dim)}.plots{display:flex;flex-wrap:wrap;gap:1.5em}
            .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.8em 0}
            th,td{text-align:right;padding:.3em .7em;border-bottom:1px solid var(--line);white-space:nowrap;font-variant-numeric:tabular-nums}
            th{font-weight:600;color:var(--dim)}th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}tr.first td{border-top:2px solid var(--line)}
            svg{width:520px;max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .axis{stroke:var(--line);stroke-width:1}
            svg .dim{fill:var(--dim)}
            """;

    private ComparisonPage() {}

    /**
     * Returns the page.
     *
     * @param machine where it ran
     * @param when when it began
     * @param again the command that runs it again
     */
    public static String of(Findings findings, String machine, String when, String again) {
        StringBuilder page = new StringBuilder(1 << 16);
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>keelson bench compare</title>\n<style>\n").append(STYLE).append("</style></head><body>\n<h1>keelson beside its peers</h1>\n")
                .append("<p class=\"dim\">").append(escape(when)).append(" &middot; ").append(escape(machine)).append("</p>\n<p class=\"dim\">")
                .append("Each member is a process of its own on this machine, and everything is forced to disk. The load runs inside the leader's process; its CPU time and allocation are counted. ")
                .append("Medians of ").append(findings.plan().rounds()).append(" rounds of ").append(findings.plan().millis())
                .append(" ms, in which each load went to one system after the other. Keys have 16 bytes, values 256 where nothing else is said.</p>\n");
        plots(page, findings);
        table(page, findings);
        musts(page, findings);
        floor(page, findings);
        failOvers(page, findings);
        return page.append("<p>Run it again: <code>").append(escape(again)).append("</code></p>\n</body></html>\n").toString();
    }

    private static void plots(StringBuilder page, Findings findings) {
        page.append("<div class=\"plots\">\n");
        plot(page, findings, "throughput against latency (durable puts)", "puts/s", "p50, ms", Sample::opsPerSecond, sample -> sample.p50Micros() / 1e3);
        plot(page, findings, "throughput against the tail (durable puts)", "puts/s", "p99, ms", Sample::opsPerSecond, sample -> sample.p99Micros() / 1e3);
        page.append(perOutstanding(findings, "CPU per operation (durable puts)", "CPU-s / 100k, all members", Sample::cpuSecondsPer100k));
        page.append(perOutstanding(findings, "bytes on disk per operation (durable puts)", "bytes, all members", Sample::diskBytesPerOp));
        page.append("</div>\n");
    }

    private static void plot(
            StringBuilder page, Findings findings, String title, String x, String y, ToDoubleFunction<Sample> along, ToDoubleFunction<Sample> up) {
        Plot plot = new Plot(title, x, y);
        for (String contestant : findings.contestants()) {
            List<Point> points = new ArrayList<>();
            for (Workload workload : plotted(findings)) {
                points.add(new Point(
                        findings.median(contestant, workload, along),
                        findings.median(contestant, workload, up),
                        String.valueOf(workload.outstanding())));
            }
            plot.add(contestant, points);
        }
        page.append(plot.svg());
    }

    private static String perOutstanding(Findings findings, String title, String y, ToDoubleFunction<Sample> up) {
        Plot plot = new Plot(title, "outstanding", y);
        for (String contestant : findings.contestants()) {
            List<Point> points = new ArrayList<>();
            for (Workload workload : plotted(findings)) {
                points.add(new Point(workload.outstanding(), findings.median(contestant, workload, up), ""));
            }
            plot.add(contestant, points);
        }
        return plot.svg();
    }

    private static List<Workload> plotted(Findings findings) {
        return findings.plan().workloads().stream()
                .filter(workload -> workload.equals(Workload.of(Kind.PUT, workload.outstanding())))
                .toList();
    }

    private static void table(StringBuilder page, Findings findings) {
        page.append("<h2>all loads</h2>\n<div class=\"wide\"><table>\n<tr><th>load</th><th>system</th>");
        Figure.ALL.forEach(figure -> page.append("<th>").append(figure.name()).append("<br>").append(figure.unit()).append("</th>"));
        page.append("</tr>\n");
        for (Workload workload : findings.plan().workloads()) {
            boolean first = true;
            for (String contestant : findings.contestants()) {
                if (findings.all(contestant, workload, Sample::opsPerSecond).length == 0) {
                    continue;
                }
                page.append(first ? "<tr class=\"first\"><td>" + escape(workload.describe()) : "<tr><td>").append("</td><td>").append(escape(contestant)).append("</td>");
                first = false;
                for (Figure figure : Figure.ALL) {
                    double value = figure.name().equals("disk")
                            ? findings.diskBytesPerOp(contestant, workload)
                            : findings.median(contestant, workload, figure.of());
                    page.append("<td>").append(String.format(Locale.ROOT, "%,." + figure.digits() + "f", value)).append("</td>");
                }
                page.append("</tr>\n");
            }
        }
        page.append("</table></div>\n");
    }

    private static void musts(StringBuilder page, Findings findings) {
        page.append("<h2>what must be reached</h2>\n<table>\n<tr><th>figure</th><th></th><th>").append(escape(findings.contestants().getFirst()))
                .append("</th><th>must</th><th></th></tr>\n");
        for (Must must : Musts.of(findings)) {
            page.append("<tr><td>").append(escape(must.figure())).append("</td><td></td><td>").append(escape(must.measuredText())).append("</td><td>")
                    .append(escape(must.limitText())).append("</td><td>").append(must.isMet() ? "met" : "<b>missed</b>").append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void floor(StringBuilder page, Findings findings) {
        page.append(String.format(
                Locale.ROOT,
                "<h2>floor</h2>\n<p>A force takes %.0f &micro;s alone and %.0f &micro;s when three files are forced at a time, a round trip over loopback %.0f &micro;s: no commit by a majority of three members on this machine takes less than %.0f &micro;s.</p>\n",
                findings.floor(Floor::forceMicros),
                findings.floor(Floor::forceOfThreeMicros),
                findings.floor(Floor::roundTripMicros),
                findings.floor(Floor::micros)));
    }

    private static void failOvers(StringBuilder page, Findings findings) {
        page.append("<h2>fail-over</h2>\n<p class=\"dim\">From <code>kill -9</code> of the leader under load to the first commit of another, default timeouts, in milliseconds.</p>\n")
                .append("<table>\n<tr><th>system</th><th></th><th>median</th><th>p99</th><th>least</th><th>most</th><th>kills</th></tr>\n");
        for (String contestant : findings.contestants()) {
            double[] millis = findings.failOvers(contestant);
            if (millis.length > 0) {
                page.append("<tr><td>").append(escape(contestant)).append("</td><td></td>");
                for (double part : new double[] {0.5, 0.99, 0, 1}) {
                    page.append(String.format(Locale.ROOT, "<td>%.0f</td>", Findings.quantile(millis, part)));
                }
                page.append("<td>").append(millis.length).append("</td></tr>\n");
            }
        }
        page.append("</table>\n");
        if (findings.openings().length > 0) {
            page.append(String.format(
                    Locale.ROOT,
                    "<h2>opening</h2>\n<p>A Keelson member whose log has a gibibyte, without any snapshot, is open after %.1f s (median of %d).</p>\n",
                    Findings.quantile(findings.openings(), 0.5) / 1e3,
                    findings.openings().length));
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
