package io.keelson.node.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is inside: bounds what strangers can hold. A connection without a hello is one of a few, and the oldest of them makes room for the next. Of a member the connection
 * counts that brought a frame last: whoever uses another has given the former up, though this end may not know it yet. One that has brought none stands beside it, since it may
 * have been meant for another member that had this address before, and is hung up then; of those, too, there are only a few.
 *
 * <p>Confined to the transport's thread.
 */
final class InboundConnections {
    private static final int MOST_OF_A_MEMBER = 4;

    private final int maxStrangers;
    private final ArrayDeque<InboundConnection> strangers = new ArrayDeque<>();
    /** Each member's, in the order of the hellos. */
    private final Map<Long, ArrayDeque<InboundConnection>> members = new HashMap<>();

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
        ArrayDeque<InboundConnection> all = members.computeIfAbsent(member, none -> new ArrayDeque<>());
        if (all.size() == MOST_OF_A_MEMBER) {
            InboundConnection idle = all.stream().filter(other -> !other.hasSpoken()).findFirst().orElseThrow();
            all.remove(idle);
            idle.replaced();
        }
        all.addLast(connection);
    }

    /** This member has sent the first frame on it. */
    void spoke(long member, InboundConnection connection) {
        ArrayDeque<InboundConnection> all = members.get(member);
        if (all != null && all.contains(connection)) {
            while (all.peekFirst() != connection) {
                all.removeFirst().replaced();
            }
        }
    }

    /** It is gone. */
    void closed(long member, InboundConnection connection) {
        strangers.remove(connection);
        ArrayDeque<InboundConnection> all = members.get(member);
        if (all != null && all.remove(connection) && all.isEmpty()) {
            members.remove(member);
        }
    }

    /** Says whether a member is inside. */
    boolean holds(long member) {
        return members.containsKey(member);
    }

    /** How many there are. */
    int size() {
        return strangers.size() + members.values().stream().mapToInt(ArrayDeque::size).sum();
    }
}
