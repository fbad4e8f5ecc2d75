package io.keelson.server;

/** A listener can't be opened. The message is one line for the operator; nothing was written. */
public final class PortInUseException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Describes the problem in one line. */
    public PortInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
