package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import java.util.Locale;

/** What a command's exit code says. The numbers are Jepsen's, so that scripts around Jepsen's tests work here too. */
public enum ExitCode {
    /** Everything that was checked holds. */
    VALID(0),
    /** A check found a violation. */
    INVALID(1),
    /** No violation was found, but something could not be judged: a budget ran out, a fault never happened, a phase did not run. */
    UNKNOWN(2),
    /** The command line, a file that it names or the surroundings do not allow the command to start; nothing was done. */
    BAD_ARGUMENTS(254),
    /** The command itself failed. */
    CRASH(255);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the process exit code. */
    public int code() {
        return code;
    }

    /** The word for people: {@code valid}, {@code bad arguments}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The exit code of a verdict of the checker. */
    public static ExitCode of(Verdict verdict) {
        return switch (verdict) {
            case VALID -> VALID;
            case INVALID -> INVALID;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /**
     * Returns the graver of two verdicts: invalid before unknown before valid.
     *
     * @param other the other one; neither may be a code that is no verdict
     * @throws IllegalArgumentException if one of them is no verdict
     */
    public ExitCode and(ExitCode other) {
        if (this == INVALID || other == INVALID) {
            requireVerdict();
            other.requireVerdict();
            return INVALID;
        }
        return this.requireVerdict() == UNKNOWN || other.requireVerdict() == UNKNOWN ? UNKNOWN : VALID;
    }

    private ExitCode requireVerdict() {
        if (code > UNKNOWN.code) {
            throw new IllegalArgumentException(this + " is no verdict");
        }
        return this;
    }
}
