package io.keelson.checker.model;

/** A model cannot judge a history. The message is one line that names the event and says why. */
public final class UnsuitableHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsuitableHistoryException(String message) {
        super(message);
    }
}
