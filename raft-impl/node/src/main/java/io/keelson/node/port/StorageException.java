package io.keelson.node.port;

/** The storage can't do what it was asked. The message names the file and says why. */
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a caller can conclude. */
    public enum Kind {
        /** The disk is full; nothing was written. */
        NO_SPACE,
        /** The device or the file system failed; what was written may be lost. */
        FAILED
    }

    private final Kind kind;

    /**
     * Describes a failure.
     *
     * @param kind what the caller can conclude
     * @param message the file and the reason
     * @param cause the underlying error, null if there is none
     */
    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what the caller can conclude. */
    public Kind kind() {
        return kind;
    }
}
