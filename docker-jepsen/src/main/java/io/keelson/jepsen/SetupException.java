package io.keelson.jepsen;

/** The cluster did not come up; the message is one line for the user. */
public final class SetupException extends Exception {
    /** Says what did not come up and where to look. */
    public SetupException(String line) {
        super(line);
    }
}
