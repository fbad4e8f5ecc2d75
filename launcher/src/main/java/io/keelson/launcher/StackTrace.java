package io.keelson.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as text. */
public final class StackTrace {
    private StackTrace() {}

    /** The whole of it, causes too. */
    public static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Its message up to the first line break, or its name where it has none. */
    public static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }
}
