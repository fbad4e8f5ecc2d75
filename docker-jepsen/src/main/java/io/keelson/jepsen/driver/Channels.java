package io.keelson.jepsen.driver;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

/** Connections to nodes. */
public final class Channels {
    private Channels() {}

    /** Opens a channel that does not retry by itself: what a call did must be known from that one call. */
    public static ManagedChannel open(Endpoint endpoint) {
        return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port()).usePlaintext().disableRetry().build();
    }
}
