package io.keelson.node.tls;

/** A certificate or key can't be used. The message is one line for the operator: it names the file and the way out. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
