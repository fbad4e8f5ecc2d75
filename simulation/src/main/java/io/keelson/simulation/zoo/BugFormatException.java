package io.keelson.simulation.zoo;

/** A file of the zoo is no bug, or its patch does not fit our sources any more. The message names the file and says why. */
public final class BugFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, in one line or a few. */
    public BugFormatException(String message) {
        super(message);
    }
}
