package io.keelson.jepsen;

/**
 * A part of a run.
 *
 * @param name {@code set up}, {@code workload}, ...
 * @param begin nanoseconds on the history's scale when it began
 * @param end when the next one began, or the run ended
 */
public record Phase(String name, long begin, long end) {}
