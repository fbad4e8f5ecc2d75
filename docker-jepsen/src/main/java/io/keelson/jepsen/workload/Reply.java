package io.keelson.jepsen.workload;

/** What a client knows of a call after it. */
public sealed interface Reply {
    /**
     * It happened.
     *
     * @param value what a read found, null for nothing; else null
     * @param version how often the register had been written, as the server counts, for a read
     */
    record Ok(Long value, long version) implements Reply {}

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
