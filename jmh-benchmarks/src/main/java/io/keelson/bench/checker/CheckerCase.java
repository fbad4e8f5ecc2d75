package io.keelson.bench.checker;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/**
 * A case of the table: histories to judge.
 *
 * @param name       what it is
 * @param quoted     what others need for it, as the notes on other checkers have it; measured elsewhere, not by this command
 * @param mustMillis what it must not take more than
 * @param aimMillis  what it had better not take more than
 * @param histories  what is judged
 * @param worstOnly  whether what counts is the slowest of them, not the sum
 */
record CheckerCase(String name, String quoted, double mustMillis, double aimMillis, List<Judged> histories, boolean worstOnly) {
    /**
     * One history.
     *
     * @param operations its operations in order of invocation
     * @param model      what it is judged against
     * @param expected   the verdict, which a wrong one ends the benchmark with; null where it is not known
     */
    record Judged(List<Operation> operations, Model model, Verdict expected) {
    }
}
