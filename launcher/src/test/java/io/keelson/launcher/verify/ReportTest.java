package io.keelson.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.launcher.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table and the page say the same, and say all of it. */
class ReportTest {
    private static final List<PhaseResult> RESULTS = List.of(
            new PhaseResult("model", "TLC checks the specification.",
                    Findings.of(ExitCode.VALID).figure("distinct states", 1_234_567).figure("depth", 21).build(),
                    Duration.ofMillis(12_340)),
            new PhaseResult("live", "Processes <are> killed.",
                    Findings.of(ExitCode.INVALID).figure("acknowledged writes lost", 3).remark("3 acknowledged writes were lost & found")
                            .details("<p>chart</p>").build(),
                    Duration.ofMillis(50_000)));

    @Test
    void theTableHasALineForEachPhaseAndThenWhatIsWrong() {
        assertEquals("""
                phase      verdict       time  figures
                model      valid       12.3 s  distinct states 1,234,567, depth 21
                live       invalid     50.0 s  acknowledged writes lost 3
                live: 3 acknowledged writes were lost & found
                """, PhaseTable.of(RESULTS).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void longFiguresAreBrokenIntoLines() {
        Findings.Builder findings = Findings.of(ExitCode.VALID);
        for (int i = 0; i < 12; i++) {
            findings.figure("acknowledged writes " + i, i);
        }
        String table = PhaseTable.of(List.of(new PhaseResult("live", "", findings.build(), Duration.ZERO)));
        assertTrue(table.lines().allMatch(line -> line.length() <= 100 && line.equals(line.stripTrailing())), table);
        assertTrue(table.contains("acknowledged writes 11 11"));
    }

    @Test
    void thePageStandsAloneAndEscapes() {
        String page = VerifyReport.of(ExitCode.INVALID, RESULTS, Map.of("Java", "21"), "./keelson verify --seed 1");
        assertTrue(page.contains("<h1>keelson verify: <span class=\"verdict invalid\">invalid</span></h1>"));
        assertTrue(page.indexOf("1,234,567") < page.indexOf("<h2>"), "the table comes first");
        assertTrue(page.contains("Processes &lt;are&gt; killed.") && page.contains("lost &amp; found"));
        assertTrue(page.contains("<p>chart</p>") && page.contains("./keelson verify --seed 1"));
        assertFalse(page.matches("(?s).*(src|href)=.*"), "nothing is loaded from elsewhere");
    }
}
