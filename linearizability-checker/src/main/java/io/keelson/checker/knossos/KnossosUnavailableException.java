package io.keelson.checker.knossos;

/** Knossos cannot be loaded. The message is one line that says how to get it. */
public final class KnossosUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KnossosUnavailableException(String message) {
        super(message);
    }
}
