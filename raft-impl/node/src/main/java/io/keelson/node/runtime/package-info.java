/**
 * A node in production: one thread that runs it, and the real clock, disk and randomness behind its
 * {@linkplain io.keelson.node.port ports}. Embedders begin at {@link io.keelson.node.runtime.RunningNode}.
 */
package io.keelson.node.runtime;
