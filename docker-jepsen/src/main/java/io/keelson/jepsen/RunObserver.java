package io.keelson.jepsen;

import java.time.Duration;

/** Is told how far a run has come; called from the thread that runs it. */
public interface RunObserver {
    /** A phase begins. */
    void phase(String name);

    /**
     * The workload goes on.
     *
     * @param elapsed since it began
     * @param note a few words on what has happened so far
     */
    void progress(Duration elapsed, String note);
}
