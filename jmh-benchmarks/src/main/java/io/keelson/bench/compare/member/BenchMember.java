package io.keelson.bench.compare.member;

/** One member of a replicated {@link Store}, as each library is asked for it. Thread-safe. */
public interface BenchMember extends AutoCloseable {
    /** Told once what became of a request, on any thread, which must not be held up. */
    @FunctionalInterface
    interface Completion {
        /**
         * The request is over.
         *
         * @param succeeded false if the library refused it, failed it or does not know
         */
        void done(boolean succeeded);
    }

    /** Says whether this member leads as far as it knows. */
    boolean isLeader();

    /**
     * Replicates a command of the {@link Store}; done when it is committed and applied here.
     *
     * @param command not changed afterwards
     * @param completion told the outcome
     */
    void put(byte[] command, Completion completion);

    /**
     * Reads a key linearizably, with a quorum's confirmation.
     *
     * @param key of {@link Store#KEY_BYTES}
     * @param completion told the outcome
     */
    void get(byte[] key, Completion completion);

    @Override
    void close();
}
