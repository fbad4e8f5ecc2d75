package io.keelson.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a comparison follows from what was measured. */
class ReportsTest {
    private static final Workload PUTS = Workload.of(Workload.Kind.PUT, 256);

    private static Sample sample(double ops, double cpu, double disk) {
        return new Sample(ops, 100, 150, 200, 300, cpu, disk, 1_000, 50, 0);
    }

    private static Findings findings() {
        Findings findings = new Findings(List.of("ours", "theirs"), new Plan(List.of(PUTS), 3, 1_000, 1_000, 3, 1, 512));
        findings.add("ours", PUTS, sample(30_000, 1, 900));
        findings.add("ours", PUTS, sample(10_000, 3, 5_000));
        findings.add("ours", PUTS, sample(20_000, 2, 1_000));
        findings.add("theirs", PUTS, sample(10_000, 8, 1_000));
        findings.add(new Floor(50, 100, 10));
        findings.addFailOver("ours", 300);
        findings.addFailOver("ours", 500);
        findings.addFailOver("ours", 400);
        findings.addOpening(1_500);
        return findings;
    }

    @Test
    void mediansAreTakenOverTheRounds() {
        assertEquals(20_000, findings().median("ours", PUTS, Sample::opsPerSecond));
        assertEquals(400, Findings.quantile(findings().failOvers("ours"), 0.5));
        assertEquals(110, findings().floor(Floor::micros));
    }

    @Test
    void theDisksFigureIsThatOfTheQuietestRound() {
        assertEquals(900, findings().diskBytesPerOp("ours", PUTS));
    }

    @Test
    void theTableSaysHowMuchBetterTheFirstOneIs() {
        String table = ComparisonTable.of(findings());
        assertTrue(table.lines().anyMatch(line -> line.contains("theirs") && line.contains("2.00x") && line.contains("4.00x")), table);
        assertTrue(table.contains("opening a log of 1 GiB: median 1.5 s of 1"), table);
        assertTrue(table.contains("fail-over of ours         median 400 ms, p99 500 ms, of 3"), table);
    }

    private static Findings besideSofaJraft(double theirPuts, double openingMillis) {
        Findings findings = new Findings(List.of("ours", "sofajraft"), new Plan(List.of(PUTS), 1, 1_000, 1_000, 0, 1, 512));
        findings.add("ours", PUTS, sample(30_000, 1, 900));
        findings.add("sofajraft", PUTS, sample(theirPuts, 1, 900));
        findings.add(new Floor(50, 100, 10));
        findings.addOpening(openingMillis);
        return findings;
    }

    @Test
    void whatMustBeReachedIsSaidBesideWhatWasMeasured() {
        Findings good = besideSofaJraft(15_000, 4_000);
        String met = ComparisonTable.of(good);
        assertTrue(met.lines().anyMatch(line -> line.matches("puts/s, 256 outstanding, of SOFAJRaft's +2.00x +>= 2.00x  met")), met);
        assertTrue(met.lines().anyMatch(line -> line.matches("p99 of puts, 256 outstanding, of SOFAJRaft's +1.00x +<= 0.50x  MISSED")), met);
        assertTrue(met.lines().anyMatch(line -> line.matches("opening a log of 1 GiB, median +4.00 s +<= 4.00 s  met")), met);
        assertTrue(met.contains("heap for a put") && !met.contains("fail-over"), "only what was measured: " + met);
        String missed = ComparisonTable.of(besideSofaJraft(15_001, 4_001));
        assertEquals(3, missed.lines().filter(line -> line.endsWith("MISSED")).count(), missed);
        String page = ComparisonPage.of(good, "m", "today", "again");
        assertTrue(page.contains("<td>4.00 s</td><td>&lt;= 4.00 s</td><td>met</td>") && page.contains("<td>&lt;= 0.50x</td><td><b>missed</b></td>"), page);
    }

    @Test
    void p95StandsBetweenTheMedianAndP99() {
        String table = ComparisonTable.of(findings());
        assertTrue(table.lines().findFirst().orElseThrow().matches(".*p50 us +p95 us +p99 us.*"), table);
        assertTrue(table.lines().anyMatch(line -> line.matches(".* 100 +150 +200 .*")), table);
        assertTrue(ComparisonPage.of(findings(), "m", "today", "again").contains("<th>p95<br>us</th>"));
        assertTrue(ComparisonJson.of(findings()).contains("\"p95\": "));
    }

    @Test
    void thePageStandsAlone() {
        String page = ComparisonPage.of(findings(), "a machine of 2 < 3 CPUs", "today", "again");
        assertTrue(page.contains("2 &lt; 3") && page.contains("<polyline") && page.contains("20,000"), page);
        assertFalse(page.contains("src=") || page.contains("href="), "nothing is loaded from elsewhere");
        assertFalse(page.contains("NaN"), page);
    }

    @Test
    void theJsonHasEachRound() {
        String json = ComparisonJson.of(findings());
        assertTrue(json.contains("\"rawData\": [[30000.0000, 10000.0000, 20000.0000]]"), json);
        assertTrue(json.contains("\"benchmark\": \"io.keelson.bench.compare.failOver\""), json);
        assertEquals(json.chars().filter(c -> c == '{').count(), json.chars().filter(c -> c == '}').count());
    }
}
