package io.keelson.simulation.schedule;

/** A text is not a schedule. The message is one line that names the place. */
public final class ScheduleSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Describes the problem, in one line. */
    public ScheduleSyntaxException(String message) {
        super(message);
    }
}
