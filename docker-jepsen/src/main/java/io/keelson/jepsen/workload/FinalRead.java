package io.keelson.jepsen.workload;

/**
 * What a node said after everything had healed.
 *
 * @param node the node that was asked
 * @param key of what
 * @param value what it holds; null for nothing
 * @param version how often it has been written since it was created, as the server counts; 0 where that was not told
 */
public record FinalRead(String node, Object key, Object value, long version) {}
