package io.keelson.checker.history;

/** What was given is not a history. The message is one line for people; from a file it starts with {@code file:line:}. */
public final class MalformedHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedHistoryException(String message) {
        super(message);
    }
}
