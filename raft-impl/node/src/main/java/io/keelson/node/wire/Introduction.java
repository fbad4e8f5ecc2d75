package io.keelson.node.wire;

/**
 * Where the speaker can be dialled: the first thing that it says after the hellos on a connection that it dialled, where both ends speak {@link FrameCodec#INTRODUCING_VERSION}.
 * A member may be met by one that has never heard of it: whoever was away when it joined hears of it from the leader, and it may be the leader.
 *
 * @param host empty if the speaker has only the address that it dials from
 * @param port 1 to 65,535
 */
public record Introduction(String host, int port) {
    /** The longest name of a host, in bytes of UTF-8. */
    static final int MAX_HOST = 255;

    public Introduction {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 1 to 65535: " + port);
        }
    }
}
