package io.keelson.node.netty;

import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.Introduction;
import java.util.function.LongPredicate;

/**
 * Decides who may stay: members of this cluster with which there is a version in common, and of whom it is known where they are, or who say so. Whether a member belongs to a group, and
 * has the data directory that the group knows, is for the protocol to judge.
 *
 * <p>Confined to the transport's thread.
 */
final class Handshake {
    /** The member id expected of a connection that was accepted: any peer's. */
    static final long ANY_PEER = 0;

    private final Hello own;
    private final Introduction introduction;
    private final LongPredicate known;

    Handshake(Hello own, Introduction introduction, LongPredicate known) {
        this.own = own;
        this.introduction = introduction;
        this.known = known;
    }

    Hello own() {
        return own;
    }

    /** Where this node is dialled. */
    Introduction introduction() {
        return introduction;
    }

    /** Says whether it is known where a member is, and not from itself alone. */
    boolean knows(long member) {
        return known.test(member);
    }

    /** Says whether the other end says where it is, or is told so, after this hello of its. */
    boolean introduces(Hello theirs) {
        return own.commonVersion(theirs) >= FrameCodec.INTRODUCING_VERSION;
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
        if (theirs.memberId() == own.memberId()) {
            return "it claims to be member " + own.memberId() + ", as this node is: check the member ids";
        }
        return knows(theirs.memberId()) || introduces(theirs) ? null : whyUnknown(theirs.memberId());
    }

    static String whyUnknown(long member) {
        return "member " + member + " is not among the peers of this node, and does not say where it is";
    }
}
