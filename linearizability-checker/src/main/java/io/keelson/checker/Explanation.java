package io.keelson.checker;

import io.keelson.checker.explain.Counterexample;
import io.keelson.checker.report.HtmlReport;
import io.keelson.checker.report.TextReport;

/**
 * A result with what there is to say about it.
 *
 * @param result         what was found
 * @param counterexample why {@link CheckResult#worst()} is invalid; null where it is not
 */
public record Explanation(CheckResult result, Counterexample counterexample) {
    /** The verdict and its grounds in a few lines for people: short, and of bounded length whatever the history. */
    public String text() {
        return result.summary() + details();
    }

    /** What comes after {@link CheckResult#summary()}: nothing, or lines that begin with a line break. */
    public String details() {
        return TextReport.details(result.history(), result.model(), result.partitions(), counterexample);
    }

    /** A self-contained page with the operations as bars, and what is wrong with them. */
    public String html() {
        return HtmlReport.of(result.history(), result.model(), result.engine(), result.partitions(), text(), counterexample);
    }
}
