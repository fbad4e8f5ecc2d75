package io.keelson.bench.compare;

import io.keelson.bench.compare.Workload.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the first contestant, Keelson, must reach of what a comparison measured. */
final class Musts {
    private static final String SOFAJRAFT = "sofajraft";
    /** Keelson in a server's heap: in a larger one the collector takes what it is given. */
    private static final String IN_LITTLE_MEMORY = "keelson224m";

    private static final Workload ONE = Workload.of(Kind.PUT, 1);
    private static final Workload PUTS = Workload.of(Kind.PUT, 256);
    private static final Workload MANY_PUTS = Workload.of(Kind.PUT, 1024);
    private static final Workload READS = Workload.of(Kind.GET, 256);

    private Musts() {}

    /** Returns those of which there is a measurement. */
    static List<Must> of(Findings findings) {
        String ours = findings.contestants().getFirst();
        List<Must> musts = new ArrayList<>(List.of(
                Must.atLeast("puts/s, 256 outstanding, of SOFAJRaft's", "x", 2, 2, beside(findings, PUTS, Sample::opsPerSecond)),
                Must.atMost("CPU for 100,000 puts, 1024 outstanding", "s", 2, 1, findings.median(ours, MANY_PUTS, Sample::cpuSecondsPer100k)),
                Must.atMost("p50 of one outstanding put, of the floor", "x", 2, 2.5, findings.median(ours, ONE, Sample::p50Micros) / findings.floor(Floor::micros)),
                Must.atMost("p99 of puts, 256 outstanding, of SOFAJRaft's", "x", 2, 0.5, beside(findings, PUTS, Sample::p99Micros)),
                Must.atLeast("reads/s, 256 outstanding, of SOFAJRaft's", "x", 2, 3, beside(findings, READS, Sample::opsPerSecond)),
                Must.atMost("fail-over, median", "s", 2, 0.6, Findings.quantile(findings.failOvers(ours), 0.5) / 1e3),
                Must.atMost("fail-over, p99", "s", 2, 1, Findings.quantile(findings.failOvers(ours), 0.99) / 1e3),
                Must.atMost("disk for a put, 1024 outstanding", "B", 0, 960, findings.diskBytesPerOp(ours, MANY_PUTS)),
                Must.atMost("resident memory with a server's heap, 1024 outstanding", "MiB", 0, 350, findings.median(IN_LITTLE_MEMORY, MANY_PUTS, Sample::residentMiB)),
                Must.opening(Findings.quantile(findings.openings(), 0.5) / 1e3),
                Must.atMost("heap for a put on the leader, 256 outstanding", "B", 0, 1536, findings.median(ours, PUTS, Sample::allocatedPerOp))));
        musts.removeIf(must -> Double.isNaN(must.measured()));
        return musts;
    }

    private static double beside(Findings findings, Workload workload, ToDoubleFunction<Sample> figure) {
        return findings.median(findings.contestants().getFirst(), workload, figure) / findings.median(SOFAJRAFT, workload, figure);
    }
}
