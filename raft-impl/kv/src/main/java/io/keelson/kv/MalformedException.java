package io.keelson.kv;

/** Bytes that are not what they should be. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says in one line what is wrong with the bytes. */
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
