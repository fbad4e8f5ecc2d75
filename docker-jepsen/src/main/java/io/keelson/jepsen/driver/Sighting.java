package io.keelson.jepsen.driver;

/**
 * A node said that it leads.
 *
 * @param time nanoseconds on the history's scale
 * @param node the node
 * @param term its term
 */
public record Sighting(long time, String node, long term) {}
