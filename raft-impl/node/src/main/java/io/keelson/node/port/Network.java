package io.keelson.node.port;

import java.nio.ByteBuffer;

/** Carries frames between nodes. A frame may be lost, delayed, duplicated or overtaken, but arrives whole or not at all. */
public interface Network {
    /**
     * Sends a frame; never blocks, and says nothing about its fate. What arrives is handed to {@code Node.onFrame}.
     *
     * @param toMember the receiving node's member id
     * @param frame the bytes from position to limit; the port owns the buffer from here on
     */
    void send(long toMember, ByteBuffer frame);
}
