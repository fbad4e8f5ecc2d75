package io.keelson.jepsen.workload;

/** What a client knows of a call after it. */
public sealed interface Reply {
    /**
     * It happened.
     *
     * @param value what it found, as the history holds it; may be null
     * @param version how often the register had been written, as the server counts, where that was told; else 0
     * @param order the revision that it made or saw, as a place in the server's own order; -1 where that was not told
     */
    record Ok(Object value, long version, long order) implements Reply {
        /** One of which no revision was told. */
        public Ok(Object value, long version) {
            this(value, version, -1);
        }
    }

    /**
     * It did not happen and never will.
     *
     * @param why in a word
     */
    record Failed(String why) implements Reply {}

    /**
     * Nobody knows.
     *
     * @param why in a word
     */
    record Unknown(String why) implements Reply {}
}
