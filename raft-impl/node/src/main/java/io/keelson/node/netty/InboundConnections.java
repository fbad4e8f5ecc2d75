package io.keelson.node.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is inside: bounds what strangers can hold. A connection without a hello is one of a few, and the oldest of them makes room for the next; of a member there is
 * one connection, its latest: whoever dials again has given the former up, though this end may not know it yet.
 *
 * <p>Confined to the transport's thread.
 */
final class InboundConnections {
    private final int maxStrangers;
    private final ArrayDeque<InboundConnection> strangers = new ArrayDeque<>();
    private final Map<Long, InboundConnection> members = new HashMap<>();

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
        InboundConnection former = members.put(member, connection);
        if (former != null) {
            former.replaced();
        }
    }

    /** It is gone. */
    void closed(long member, InboundConnection connection) {
        strangers.remove(connection);
        members.remove(member, connection);
    }

    /** How many there are. */
    int size() {
        return strangers.size() + members.size();
    }
}
