package io.keelson.checker;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.explain.Explainer;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Model;
import io.keelson.checker.report.TextReport;
import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param history    what was checked
 * @param model      against what
 * @param engine     by which engine
 * @param partitions one result for each key, in order of first use; one for the whole where there are no keys
 */
public record CheckResult(History history, Model model, String engine, List<PartitionResult> partitions) {
    /** What an explanation may cost where nothing is said: some seconds at the very most, the same on every machine. */
    private static final Budget EXPLANATION = Budget.ofConfigurations(5_000_000);

    public CheckResult {
        partitions = List.copyOf(partitions);
    }

    /** Invalid if any key is, else unknown if any key is, else valid. An empty history is valid. */
    public Verdict verdict() {
        return partitions.stream().map(PartitionResult::verdict).reduce(Verdict.VALID, Verdict::and);
    }

    /** The first key that is invalid; where none is, the first that is unknown; empty where all are valid. */
    public Optional<PartitionResult> worst() {
        Verdict verdict = verdict();
        return verdict == Verdict.VALID ? Optional.empty()
            : partitions.stream().filter(partition -> partition.verdict() == verdict).findFirst();
    }

    /** How many configurations were visited over all keys. */
    public long configurations() {
        return partitions.stream().mapToLong(PartitionResult::configurations).sum();
    }

    /** The verdict in one line. Costs nothing, so it can be told before an explanation is sought. */
    public String summary() {
        return TextReport.summary(model, engine, partitions);
    }

    /** Looks for the reason, within a budget of its own; a result that is not invalid has none and costs nothing. */
    public Explanation explain(Budget budget) {
        return new Explanation(this, worst().map(partition -> Explainer.explain(partition, model, budget)).orElse(null));
    }

    /** The verdict and its grounds in a few lines for people; where invalid, what cannot be explained and why. */
    public String explanation() {
        return explain(EXPLANATION).text();
    }

    /** A self-contained page that shows the operations of {@link #worst()} and why they fail, or all of them where they are valid. */
    public String html() {
        return explain(EXPLANATION).html();
    }
}
