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

    /**
     * Says whether a frame sent now may arrive: false only where it certainly would not, as when there is no connection. Whoever can wait need not give a frame away for
     * nothing then, after which nobody knows what became of it.
     *
     * @param toMember the receiving node's member id
     */
    default boolean mayReach(long toMember) {
        return true;
    }

    /**
     * Says whether a member understands frames of a version of the protocol: while members are upgraded one after the other, some run an older build than this one.
     *
     * @param member the receiving node's member id
     * @param version as a {@link io.keelson.node.wire.Hello} has it
     * @return false as well if it is not known
     */
    default boolean understands(long member, int version) {
        return true;
    }

    /**
     * Returns where the next frame for a member may be written, to be handed to {@link #send} at once or not at all: a transport may lend a place in what it will send, so that
     * the frame is not copied.
     *
     * @param toMember the receiving node's member id
     * @param bytes the frame's length
     * @return a buffer of that many bytes from position 0, big-endian, never null
     */
    default ByteBuffer buffer(long toMember, int bytes) {
        return ByteBuffer.allocate(bytes);
    }
}
