package io.keelson.node.port;

/** The one source of randomness, seeded in the simulator. */
public interface Entropy {
    /** Returns a fresh value, uniform over all longs. */
    long nextLong();
}
