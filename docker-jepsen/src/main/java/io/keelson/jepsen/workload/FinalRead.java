package io.keelson.jepsen.workload;

/**
 * What a node said of a register after everything had healed.
 *
 * @param node the node that was asked
 * @param key the register
 * @param value what it holds; null for nothing
 * @param version how often it has been written since it was created, as the server counts
 */
public record FinalRead(String node, long key, Long value, long version) {}
