package io.keelson.jepsen.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.Quantiles;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.driver.NodeState.Role;
import io.keelson.jepsen.fault.Episode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report of a run: what is in it, in what order, and how large it can become. */
class ReportPageTest {
    private static final long SECOND = 1_000 * SampleRun.MILLI;

    @Test
    void theVerdictAndItsReasonsComeFirstAndTheWayToRunItAgainIsThere() {
        String page = page(SampleRun.of(SampleRun.writes(10), List.of(), List.of(), List.of("1 acknowledged writes were lost"), List.of("no cas ever succeeded")));
        int verdict = page.indexOf("<h1><span class=\"invalid\">invalid</span>: a-test</h1>");
        int violation = page.indexOf("<li>1 acknowledged writes were lost</li>");
        int gap = page.indexOf("<li>no cas ever succeeded</li>");
        assertTrue(verdict > 0 && verdict < violation && violation < gap && gap < page.indexOf("<svg"), page);
        assertTrue(page.contains("<pre>./keelson jepsen --seed 7</pre>"), page);
        assertTrue(page.contains("<td>Linux &lt;6&gt;</td>"), page);
    }

    @Test
    void whatOthersSaidIsTextAndNeverMarkup() {
        String bad = "<script>alert(\"1\")</script>&";
        String page = ReportPage.of(SampleRun.of(SampleRun.writes(1), List.of(), List.of(), List.of(bad), List.of(bad)), SampleRun.circumstances(bad));
        assertFalse(page.contains("<script>"), page);
        assertTrue(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;"), page);
        assertFalse(ReportPage.crashed(bad, SampleRun.circumstances(bad)).contains("<script>"));
        assertEquals("it\\'s \\x3c/script>\\n\\\\", TimelinePage.quoted("it's </script>\n\\"), "a text in a script ends neither its quotes nor the script");
    }

    @Test
    void aRunInWhichNothingHappenedHasAPage() {
        String page = page(SampleRun.of(SampleRun.writes(0), List.of(), List.of(), List.of(), List.of("no read ever succeeded")));
        assertTrue(page.contains("<span class=\"unknown\">unknown</span>"), page);
        assertFalse(page.contains("NaN") || page.contains("Infinity"), page);
        assertFalse(page.contains("<h2>faults</h2>"), page);
    }

    @Test
    void theCheckersPageStandsInAFrameWhereTheHistoryIsNotLinearizable() {
        RunResult result = SampleRun.of(SampleRun.stale(), List.of(), List.of(), List.of("the history is not linearizable"), List.of());
        assertEquals(Verdict.INVALID, result.check().verdict());
        String page = page(result);
        assertTrue(page.contains("<h2>the counterexample</h2>\n<iframe title=\"linearizability\" srcdoc=\"" + Html.escape(result.check().html()) + "\">"), page);
        assertFalse(page(SampleRun.of(SampleRun.writes(1), List.of(), List.of(), List.of(), List.of())).contains("<iframe"));
    }

    @Test
    void rolesAreDrawnFromTheBeginningOfTheWorkloadToItsEnd() {
        List<NodeState> states = List.of(
                SampleRun.state(0, "n1", Role.LEADER, 1), SampleRun.state(0, "n2", Role.FOLLOWER, 1),
                SampleRun.state(SampleRun.BEGIN + SECOND, "n1", Role.SILENT, 1), SampleRun.state(SampleRun.BEGIN + 2 * SECOND, "n2", Role.LEADER, 2),
                SampleRun.state(SampleRun.END + SECOND, "n1", Role.FOLLOWER, 2));
        String page = page(SampleRun.of(SampleRun.writes(1), List.of(SampleRun.kill(SampleRun.BEGIN + SECOND, SampleRun.BEGIN + 3 * SECOND)), states, List.of(), List.of()));
        assertTrue(page.contains("<title>n1: leader, term 1, 0.00 s to 1.00 s</title>"), page);
        assertTrue(page.contains("<title>n1: does not answer, term 1, 1.00 s to 10.00 s</title>"), page);
        assertTrue(page.contains("<title>n2: leader, term 2, 2.00 s to 10.00 s</title>"), page);
        assertTrue(page.contains("<title>kill leader [n1], 1.00 s to 3.00 s</title>"), page);
        assertTrue(page.contains("<td>kill leader</td><td>n1</td><td>1.00 s</td><td>2.00 s</td><td>100 ms</td><td>300 ms</td>"), page);
        assertTrue(page.contains("<td>workload</td><td>0.00 s</td><td>10.00 s</td>"), page);
    }

    @Test
    void aLongRunsPageIsNotLongerThanAPersonWaitsFor() {
        List<Episode> episodes = new ArrayList<>();
        List<NodeState> states = new ArrayList<>();
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            long time = SampleRun.BEGIN + i * (SampleRun.END - SampleRun.BEGIN) / many;
            episodes.add(SampleRun.kill(time, time + 1));
            states.add(SampleRun.state(time, i % 2 == 0 ? "n1" : "n2", i % 3 == 0 ? Role.LEADER : Role.FOLLOWER, i));
        }
        String page = page(SampleRun.of(SampleRun.writes(5 * many), episodes, states, List.of(), List.of()));
        assertTrue(page.length() < 2_000_000, () -> page.length() + " characters");
        assertTrue(page.contains("<p class=\"dim\">19,700 more are in results.edn.</p>"), "it is said that not all faults are told");
    }

    @Test
    void aQuantileIsAValueThatThereWas() {
        long[] sorted = {1, 2, 3, 4};
        assertEquals(2, Quantiles.of(sorted, 0.5));
        assertEquals(4, Quantiles.of(sorted, 0.95));
        assertEquals(1, Quantiles.of(new long[] {1}, 0.5));
    }

    private static String page(RunResult result) {
        return ReportPage.of(result, SampleRun.circumstances("a-test"));
    }
}
