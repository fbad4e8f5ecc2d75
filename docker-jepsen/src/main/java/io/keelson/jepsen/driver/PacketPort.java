package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a host's IPv4 packets come out of it, and go into it. One thread reads and closes, one writes. */
interface PacketPort extends AutoCloseable {
    /** The longest packet that a host sends. */
    int LONGEST = 1500;

    /**
     * Waits for a packet that the host sends.
     *
     * @param packet filled from its position on, with room for {@link #LONGEST} bytes; backed by an array
     * @throws IOException if the host is gone
     */
    void read(ByteBuffer packet) throws IOException;

    /**
     * Hands a packet to the host.
     *
     * @param packet what is between its position and its limit; backed by an array
     * @throws IOException if the host takes none
     */
    void write(ByteBuffer packet) throws IOException;

    /** Gives it up; nothing is written to it from then on. */
    @Override
    void close();
}
