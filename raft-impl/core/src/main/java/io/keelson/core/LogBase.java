package io.keelson.core;

/**
 * What stands in for the part of the log that is gone: the log begins after {@code index}. A new group begins with
 * {@link #bootstrap}.
 *
 * @param index the last index that is not in the log, from 0; it is committed
 * @param term its term, from 0
 * @param configuration the configuration in force at {@code index}, not null
 * @param chunks the number of parts in which the host's snapshot that stands for the base is sent, from 1; 0 where there is none
 */
public record LogBase(long index, long term, Configuration configuration, int chunks) {
    /** The base of a group that has no entries yet and begins with this configuration. */
    public static LogBase bootstrap(Configuration configuration) {
        return new LogBase(0, 0, configuration, 0);
    }
}
