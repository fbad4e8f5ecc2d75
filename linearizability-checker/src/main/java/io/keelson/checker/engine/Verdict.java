package io.keelson.checker.engine;

import java.util.Locale;

/** The answer to "is this history linearizable?". */
public enum Verdict {
    /** Yes; an order was found. */
    VALID,
    /** No; every order was refuted. */
    INVALID,
    /** The budget ended first. Never to be shown as a pass. */
    UNKNOWN;

    /** The verdict over two parts: one invalid part makes the whole invalid, else one unknown part makes it unknown. */
    public Verdict and(Verdict other) {
        if (this == INVALID || other == INVALID) {
            return INVALID;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : VALID;
    }

    /** {@code valid}, {@code invalid} or {@code unknown}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
