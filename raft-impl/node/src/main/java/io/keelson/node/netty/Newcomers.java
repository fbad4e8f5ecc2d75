package io.keelson.node.netty;

import java.net.InetSocketAddress;

/** Members of the cluster of which this node has heard from nobody but themselves. */
@FunctionalInterface
interface Newcomers {
    /**
     * A member that is unknown here has said where it is: it is dialled there from now on, unless it is refused.
     *
     * @return null if it may stay; else one line that says why not
     */
    String whyRefused(long member, InetSocketAddress address);
}
