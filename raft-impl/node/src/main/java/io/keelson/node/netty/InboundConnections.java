package io.keelson.node.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is inside: bounds what strangers can hold. A connection without a hello is one of a few, and the oldest of them makes room for the next; of a member there is
 * one connection, the latest that brought a frame: whoever dials again has given the former up, though this end may not know it yet. One that has brought none yet stands beside
 * it, since it may have been meant for another member that had this address before, and is hung up then.
 *
 * <p>Confined to the transport's thread.
 */
final class InboundConnections {
    private final int maxStrangers;
    private final ArrayDeque<InboundConnection> strangers = new ArrayDeque<>();
    private final Map<Long, InboundConnection> silent = new HashMap<>();
    private final Map<Long, InboundConnection> speaking = new HashMap<>();

    InboundConnections(int maxStrangers) {
        this.maxStrangers = maxStrangers;
    }

    /** A connection was accepted, and nothing is known of it. */
    void accepted(InboundConnection connection) {
        if (strangers.size() >= maxStrangers) {
            strangers.removeFirst().makeRoom("more than " + maxStrangers + " connections have not said hello; the oldest makes room");
        }
        strangers.addLast(connection);
    }

    /** Its other end is this member. */
    void established(long member, InboundConnection connection) {
        strangers.remove(connection);
        takePlace(silent, member, connection);
    }

    /** This member has sent the first frame on it. */
    void spoke(long member, InboundConnection connection) {
        silent.remove(member, connection);
        takePlace(speaking, member, connection);
    }

    private static void takePlace(Map<Long, InboundConnection> latest, long member, InboundConnection connection) {
        InboundConnection former = latest.put(member, connection);
        if (former != null) {
            former.replaced();
        }
    }

    /** It is gone. */
    void closed(long member, InboundConnection connection) {
        strangers.remove(connection);
        silent.remove(member, connection);
        speaking.remove(member, connection);
    }

    /** How many there are. */
    int size() {
        return strangers.size() + silent.size() + speaking.size();
    }
}
