package io.keelson.simulation.schedule;

import java.util.Locale;

/** Where in the work of a process its power may fail: at what it does through its ports, and at its state machine. */
public enum CrashPoint {
    /** A write is asked for, and not made. */
    BEFORE_WRITE,
    /** A write has been made, and not forced. */
    AFTER_WRITE,
    /** A force is asked for, and not begun. */
    BEFORE_FORCE,
    /** A force has succeeded, and the process has not been told. */
    AFTER_FORCE,
    /** A message is about to leave. */
    BEFORE_SEND,
    /** A message has left. */
    AFTER_SEND,
    /** A command is about to be applied. */
    BEFORE_APPLY,
    /** A command has been applied, and nobody has been told. */
    AFTER_APPLY,
    /** A write is asked for that takes entries out of the log, among others perhaps, and is not made. */
    BEFORE_TRUNCATE,
    /** Such a write has been made, and not forced. */
    AFTER_TRUNCATE;

    /** Says whether it is met only where entries are taken out of the log. */
    public boolean isOfTruncations() {
        return this == BEFORE_TRUNCATE || this == AFTER_TRUNCATE;
    }

    /** The word for it in a schedule. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the point of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CrashPoint of(String word) {
        for (CrashPoint point : values()) {
            if (point.word().equals(word)) {
                return point;
            }
        }
        throw new IllegalArgumentException("there is no point " + word + " to crash at");
    }
}
