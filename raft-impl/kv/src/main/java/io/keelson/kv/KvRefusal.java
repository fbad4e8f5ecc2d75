package io.keelson.kv;

/** A command or a query is refused, without any effect. */
public final class KvRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final KvError error;

    /** Refuses for this reason. */
    public KvRefusal(KvError error) {
        // A refusal is an answer, not a fault: where it was thrown tells nothing.
        super(error.text(), null, false, false);
        this.error = error;
    }

    /** Returns the reason. */
    public KvError error() {
        return error;
    }
}
