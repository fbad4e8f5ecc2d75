package io.keelson.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.Keyword;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verdicts on real histories that other checkers have confirmed. */
class RecordedHistoriesTest {
    private static final Budget BUDGET = Budget.ofConfigurations(1_000_000);

    @Test
    void etcdUnderJepsen() throws IOException {
        agree(RecordedHistories.family("etcd-jepsen"), Models.casRegister(), 100);
    }

    @Test
    void knossosRegisters() throws IOException {
        agree(RecordedHistories.family("knossos-cas-register"), Models.casRegister(), 20);
    }

    @Test
    void knossosMultiRegister() throws IOException {
        Model model = Models.multiRegister(Map.of(Keyword.intern("x"), 0, Keyword.intern("y"), 0));
        agree(RecordedHistories.family("knossos-multi-register"), model, 1);
    }

    private static void agree(List<RecordedHistories.Recorded> rows, Model model, int atLeast) throws IOException {
        assertTrue(rows.size() >= atLeast, "only " + rows.size() + " files");
        for (RecordedHistories.Recorded row : rows) {
            History history = HistoryReader.read(row.file());
            CheckResult result = LinearizabilityChecker.check(history, model, BUDGET);
            assertEquals(row.valid() ? Verdict.VALID : Verdict.INVALID, result.verdict(),
                () -> row + " from " + Values.show(model.initialState()) + ": " + result.explanation());
        }
    }
}
