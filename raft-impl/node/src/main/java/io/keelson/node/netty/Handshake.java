package io.keelson.node.netty;

import io.keelson.node.wire.Hello;
import java.util.Set;

/**
 * Decides who may stay: members of this cluster with which there is a version in common. Whether a member has the data directory that the group knows is for the protocol to judge.
 *
 * <p>Confined to the transport's thread.
 */
final class Handshake {
    /** The member id expected of a connection that was accepted: any peer's. */
    static final long ANY_PEER = 0;

    private final Hello own;
    private final Set<Long> peers;

    Handshake(Hello own, Set<Long> peers) {
        this.own = own;
        this.peers = peers;
    }

    Hello own() {
        return own;
    }

    /** Returns null if the other end may stay; else says in one line why not. */
    String whyRefused(Hello theirs, long expectedMember) {
        if (theirs.clusterId() != own.clusterId()) {
            return "it belongs to cluster " + theirs.clusterId() + ", this is cluster " + own.clusterId();
        }
        if (own.commonVersion(theirs) == Hello.NONE_IN_COMMON) {
            return "it speaks " + theirs.versions() + ", this node speaks " + own.versions() + ": upgrade the older one";
        }
        if (expectedMember != ANY_PEER && theirs.memberId() != expectedMember) {
            return "it is member " + theirs.memberId() + ", expected member " + expectedMember + ": check the peers' addresses";
        }
        if (!peers.contains(theirs.memberId())) {
            return theirs.memberId() == own.memberId()
                    ? "it claims to be member " + own.memberId() + ", as this node is: check the member ids"
                    : "member " + theirs.memberId() + " is not among the peers of this node";
        }
        return null;
    }
}
