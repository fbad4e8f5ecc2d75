package io.keelson.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.launcher.ExitCode;
import io.keelson.spec.TlcModel;
import io.keelson.spec.TlcResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What TLC's outcomes mean for the verdict. */
class ModelPhaseTest {
    private static final TlcModel WHOLE =
            new TlcModel("whole", "Raft", TlcModel.Group.QUICK, new TlcModel.Expectation.Holds(10, 20, 3), "all of it");
    private static final TlcModel BROKEN =
            new TlcModel("broken", "Raft", TlcModel.Group.QUICK, new TlcModel.Expectation.Violates("OneVote"), "a rule is missing");
    private static final TlcResult HELD = new TlcResult(WHOLE, TlcResult.Verdict.HOLDS, 10, 20, 3, 1, "", "", "");
    private static final TlcResult REFUTED = new TlcResult(BROKEN, TlcResult.Verdict.VIOLATED, 4, 5, 0, 1, "OneVote", "State 1", "");

    @Test
    void whatTheManifestSaysIsValid() {
        Findings findings = ModelPhase.findings(List.of(HELD, REFUTED));
        assertEquals(ExitCode.VALID, findings.verdict());
        assertEquals("10", findings.figures().get("distinct states"));
        assertEquals("1 of 1", findings.figures().get("broken models refuted"));
        assertEquals(List.of(), findings.remarks());
    }

    @Test
    void aRefutedInvariantIsInvalidAndItsTraceIsShown() {
        TlcResult violated = new TlcResult(WHOLE, TlcResult.Verdict.VIOLATED, 4, 5, 0, 1, "LogMatching", "State 1: <Initial>", "");
        Findings findings = ModelPhase.findings(List.of(violated, REFUTED));
        assertEquals(ExitCode.INVALID, findings.verdict());
        assertTrue(findings.details().contains("State 1: &lt;Initial&gt;"));
    }

    @Test
    void whatLeavesOpenWhatHoldsIsUnknown() {
        TlcResult late = new TlcResult(WHOLE, TlcResult.Verdict.TIMED_OUT, 4, 5, 0, 90, "", "", "");
        TlcResult other = new TlcResult(WHOLE, TlcResult.Verdict.HOLDS, 11, 20, 3, 1, "", "", "");
        TlcResult unrefuted = new TlcResult(BROKEN, TlcResult.Verdict.HOLDS, 4, 5, 2, 1, "", "", "");
        for (TlcResult result : List.of(late, other, unrefuted)) {
            Findings findings = ModelPhase.findings(List.of(result));
            assertEquals(ExitCode.UNKNOWN, findings.verdict(), result::toString);
            assertEquals(1, findings.remarks().size());
        }
    }
}
