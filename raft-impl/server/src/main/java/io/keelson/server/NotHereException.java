package io.keelson.server;

import io.keelson.node.Outcome;

/** A group was asked for that is not on this member, or nowhere. */
public final class NotHereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome<?> outcome;

    NotHereException(Outcome<?> outcome) {
        super(outcome.toString());
        this.outcome = outcome;
    }

    /** What the client may conclude: not {@link Outcome.Done}. */
    public Outcome<?> outcome() {
        return outcome;
    }
}
