package io.keelson.node;

/** A node can't be opened. The message is one line for the operator: what is wrong, where, and the way out. Nothing was written. */
public final class NodeOpenException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the problem.
     *
     * @param message one line
     * @param cause the underlying error, null if there is none
     */
    public NodeOpenException(String message, Throwable cause) {
        super(message, cause);
    }
}
