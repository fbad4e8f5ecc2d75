package io.keelson.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings as lines for a terminal. */
public final class ComparisonTable {
    private static final String ROW = "%-28s %-12s %10s %8s %9s %9s %10s %11s %9s %9s %8s %7s%n";
    private static final String MUST = "%-56s %12s %12s  %s%n";

    private ComparisonTable() {}

    /** Returns the table. */
    public static String of(Findings findings) {
        StringBuilder out = new StringBuilder();
        String first = findings.contestants().getFirst();
        line(out, "load", "", "ops/s", "ratio", "p50 us", "p95 us", "p99 us", "CPU-s/100k", "ratio", "disk B/op", "heap B/op", "RSS MiB");
        for (Workload workload : findings.plan().workloads()) {
            for (String contestant : findings.contestants()) {
                double ops = findings.median(contestant, workload, Sample::opsPerSecond);
                if (Double.isNaN(ops)) {
                    continue;
                }
                double cpu = findings.median(contestant, workload, Sample::cpuSecondsPer100k);
                line(
                        out,
                        contestant.equals(first) ? workload.describe() : "",
                        contestant,
                        whole(ops),
                        factor(findings.median(first, workload, Sample::opsPerSecond) / ops, contestant.equals(first)),
                        whole(findings.median(contestant, workload, Sample::p50Micros)),
                        whole(findings.median(contestant, workload, Sample::p95Micros)),
                        whole(findings.median(contestant, workload, Sample::p99Micros)),
                        String.format(Locale.ROOT, "%.2f", cpu),
                        factor(cpu / findings.median(first, workload, Sample::cpuSecondsPer100k), contestant.equals(first)),
                        whole(findings.diskBytesPerOp(contestant, workload)),
                        whole(findings.median(contestant, workload, Sample::allocatedPerOp)),
                        whole(findings.median(contestant, workload, Sample::residentMiB)));
            }
        }
        out.append(String.format(
                Locale.ROOT,
                "%nfloor: force %.0f us alone, %.0f us when three files are forced at a time, round trip %.0f us; a commit takes at least %.0f us%n",
                findings.floor(Floor::forceMicros),
                findings.floor(Floor::forceOfThreeMicros),
                findings.floor(Floor::roundTripMicros),
                findings.floor(Floor::micros)));
        for (String contestant : findings.contestants()) {
            double[] millis = findings.failOvers(contestant);
            if (millis.length > 0) {
                out.append(String.format(
                        Locale.ROOT,
                        "fail-over of %-12s median %.0f ms, p99 %.0f ms, of %d%n",
                        contestant,
                        Findings.quantile(millis, 0.5),
                        Findings.quantile(millis, 0.99),
                        millis.length));
            }
        }
        if (findings.openings().length > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    "opening a log of 1 GiB: median %.1f s of %d%n",
                    Findings.quantile(findings.openings(), 0.5) / 1e3,
                    findings.openings().length));
        }
        musts(out, findings);
        return out.toString();
    }

    private static void musts(StringBuilder out, Findings findings) {
        List<Must> musts = Musts.of(findings);
        if (!musts.isEmpty()) {
            out.append(String.format(Locale.ROOT, "%n" + MUST, "what must be reached", findings.contestants().getFirst(), "must", ""));
        }
        for (Must must : musts) {
            out.append(String.format(Locale.ROOT, MUST, must.figure(), must.measuredText(), must.limitText(), must.verdict()));
        }
    }

    private static void line(StringBuilder out, String... cells) {
        List<Object> all = new ArrayList<>(List.of(cells));
        out.append(String.format(Locale.ROOT, ROW, all.toArray()));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** How much better the first one is. */
    private static String factor(double ratio, boolean isFirst) {
        return isFirst ? "" : String.format(Locale.ROOT, "%.2fx", ratio);
    }
}
