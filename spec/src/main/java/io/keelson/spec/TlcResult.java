package io.keelson.spec;

import io.keelson.spec.TlcModel.Expectation;
import java.util.Locale;

/**
 * What TLC found out about a model.
 *
 * @param model the model
 * @param verdict how it ended
 * @param distinct distinct states found
 * @param generated states generated
 * @param depth depth of the state graph; 0 if it was not explored to the end
 * @param seconds wall time
 * @param violatedInvariant the invariant or property refuted, empty unless the verdict is {@link Verdict#VIOLATED}
 * @param trace the behaviour that refutes it, as TLC prints states; empty unless there is one. {@link TraceText} tells it to people
 * @param problem why there is no verdict of TLC's, empty if there is one
 */
public record TlcResult(
        TlcModel model,
        Verdict verdict,
        long distinct,
        long generated,
        int depth,
        double seconds,
        String violatedInvariant,
        String trace,
        String problem) {
    /** How a run of TLC ended. */
    public enum Verdict {
        /** Explored to the end; every invariant holds. */
        HOLDS,
        /** An invariant is refuted. */
        VIOLATED,
        /** Stopped by its time limit before the end. */
        TIMED_OUT,
        /** TLC gave up: a module does not parse, memory ran out. */
        FAILED
    }

    /** Says whether exactly that came out which the manifest says, counts included. */
    public boolean asExpected() {
        return switch (model.expectation()) {
            case Expectation.Holds holds -> verdict == Verdict.HOLDS
                    && distinct == holds.distinct()
                    && generated == holds.generated()
                    && depth == holds.depth();
            case Expectation.Violates violates -> verdict == Verdict.VIOLATED
                    && violatedInvariant.equals(violates.invariant());
        };
    }

    /** The same of a run that went on from a checkpoint: TLC then counts the states generated anew, so of these the manifest's count is taken on trust. */
    TlcResult countedAnew() {
        return verdict == Verdict.HOLDS && model.expectation() instanceof Expectation.Holds holds
                ? new TlcResult(model, verdict, distinct, holds.generated(), depth, seconds, violatedInvariant, trace, problem)
                : this;
    }

    /** Returns how many states the behaviour has that refutes the invariant, 0 if there is none. */
    public int traceLength() {
        return (int) TraceText.states(trace).stream().filter(state -> state.contains("/\\ ")).count();
    }

    /** Says in a line what came out, and what should have if that differs. */
    public String summary() {
        String found = switch (verdict) {
            case HOLDS -> String.format(
                    Locale.ROOT, "holds in all of %,d distinct states (%,d generated, depth %d)", distinct, generated, depth);
            case VIOLATED -> violatedInvariant + " is refuted";
            case TIMED_OUT -> String.format(Locale.ROOT, "no verdict in time, after %,d distinct states", distinct);
            case FAILED -> "TLC failed: " + problem;
        };
        return asExpected() ? found : found + "; expected: " + expected();
    }

    private String expected() {
        return switch (model.expectation()) {
            case Expectation.Holds holds -> String.format(
                    Locale.ROOT, "%,d distinct, %,d generated, depth %d", holds.distinct(), holds.generated(), holds.depth());
            case Expectation.Violates violates -> violates.invariant() + " refuted";
        };
    }
}
