package io.keelson.spec;

/** Hears how far an exploration is. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * The counts so far; called now and then, from the thread that explores.
     *
     * @param states distinct states found
     * @param transitions transitions taken
     */
    void found(long states, long transitions);
}
