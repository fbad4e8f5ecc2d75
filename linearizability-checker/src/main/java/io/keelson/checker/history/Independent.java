package io.keelson.checker.history;

import java.util.Locale;

/** Whether the values of a file are {@code [key value]} tuples, as Jepsen's independent workloads write them. */
public enum Independent {
    /** They are where every client value of the file has that form. */
    AUTO,
    /** They are; a value of another form is an error. */
    YES,
    /** They are not: a vector is a plain value. */
    NO;

    /** {@code auto}, {@code yes} or {@code no}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
