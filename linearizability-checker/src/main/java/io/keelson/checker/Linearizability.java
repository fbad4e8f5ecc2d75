package io.keelson.checker;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Linearizability as an assertion, for tests of any framework:
 *
 * <pre>{@code
 * Recorder recorder = new Recorder();
 * // ... clients record what they do ...
 * Linearizability.assertThat(recorder.history()).isLinearizable(Models.register());
 * }</pre>
 *
 * <p>An assertion fails with an {@link AssertionError} whose message names the operations that cannot be ordered, each with the reason.
 * What could not be decided in time fails as well: it is no pass.
 */
public final class Linearizability {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration EXPLANATION = Duration.ofSeconds(10);

    private final History history;
    private final Duration limit;
    private final Path page;

    private Linearizability(History history, Duration limit, Path page) {
        this.history = Objects.requireNonNull(history, "history");
        this.limit = limit;
        this.page = page;
    }

    /** Begins an assertion about {@code history}. */
    public static Linearizability assertThat(History history) {
        return new Linearizability(history, LIMIT, null);
    }

    /** The same with another limit of time than half a minute, on the machine's monotonic clock. */
    public Linearizability within(Duration time) {
        return new Linearizability(history, time, page);
    }

    /** The same, and a failure writes the page with the operations to {@code file}, whose name it tells. */
    public Linearizability withPage(Path file) {
        return new Linearizability(history, limit, file);
    }

    /**
     * Asserts that the operations can be put into an order that {@code model} allows; where they bear keys, those of each key.
     *
     * @throws AssertionError where they cannot, or where that is not known in time
     * @throws io.keelson.checker.model.UnsuitableHistoryException where the model cannot judge the history
     * @throws UncheckedIOException where the page cannot be written
     */
    public void isLinearizable(Model model) {
        Model fitting = history.isKeyed() ? model.perKey() : model;
        CheckResult result = LinearizabilityChecker.check(history, fitting, Budget.ofTime(limit, System::nanoTime));
        if (result.verdict() == Verdict.VALID) {
            return;
        }
        Explanation explanation = result.explain(Budget.ofTime(EXPLANATION, System::nanoTime));
        String message = "\nExpecting the history\n  " + history + "\nto be linearizable against\n  " + model.name() + "\nbut "
            + (result.verdict() == Verdict.INVALID ? "it is not:" : "that is not known:") + "\n  " + explanation.text().replace("\n", "\n  ");
        throw new AssertionError(page == null ? message : message + "\nThe operations are drawn in\n  " + written(explanation));
    }

    private Path written(Explanation explanation) {
        try {
            return Files.writeString(page, explanation.html(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
