package io.keelson.launcher.verify;

/** One net of {@code verify}: checks one thing and says what it found. */
public interface Phase {
    /** The name in the table: one word. */
    String name();

    /** What it does, for the page: a sentence. */
    String description();

    /**
     * Runs to a verdict, showing its own progress.
     *
     * @throws Exception if it cannot come to a verdict; the caller shows it as unknown, with the message
     */
    Findings run() throws Exception;
}
