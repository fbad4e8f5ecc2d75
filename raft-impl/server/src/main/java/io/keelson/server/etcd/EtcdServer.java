package io.keelson.server.etcd;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.server.Groups;
import io.keelson.server.Replica;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The listener that speaks etcd's API. */
public final class EtcdServer implements AutoCloseable {
    /** What a request may have around its command: etcd's allowance. */
    private static final int OVERHEAD_BYTES = 512 << 10;

    private static final long LEAST_PING_SECONDS = 5;
    private static final long HANDSHAKE_SECONDS = 5;
    private static final long GRACE_MILLIS = 2_000;

    private final Server server;

    private EtcdServer(Server server) {
        this.server = server;
    }

    /**
     * What the API tells of the server, and how much it takes.
     *
     * @param clusterId the cluster
     * @param memberId this member
     * @param members all members, by ascending id
     * @param version this program's version
     * @param maxRequestBytes the largest command
     */
    public record Identity(long clusterId, long memberId, List<ClusterMember> members, String version, int maxRequestBytes) {
        public Identity {
            members = List.copyOf(members);
        }
    }

    /**
     * Starts serving.
     *
     * @param listen where
     * @param tls its certificates; null for plain connections
     * @param identity who it is
     * @param replica what it serves by default
     * @param groups what else it serves
     * @param registry where it counts requests
     * @return the running server
     * @throws IOException if the address can't be bound
     */
    public static EtcdServer start(
            InetSocketAddress listen, ReloadingTls tls, Identity identity, Replica replica, Groups groups, MeterRegistry registry) throws IOException {
        Responses responses = new Responses(identity.clusterId(), identity.memberId(), replica);
        Route route = new Route(replica, groups);
        RequestMetrics metrics = new RequestMetrics(registry);
        Server server = NettyServerBuilder.forAddress(listen)
                // No handler blocks: each hands its request to the node and returns.
                .directExecutor()
                // As etcd has it: its clients ping more often than gRPC's own default allows, and would be cut off.
                .permitKeepAliveTime(LEAST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .sslContext(tls == null ? null : context(tls))
                .maxInboundMessageSize(identity.maxRequestBytes() + OVERHEAD_BYTES)
                .intercept(RequestHeaders.INTERCEPTOR)
                .addService(new KvService(route, responses, identity.maxRequestBytes(), metrics).definition())
                .addService(new GroupService(groups).definition())
                .addService(new SessionService(route, metrics).definition())
                .addService(
                        new MaintenanceService(route, responses, identity.version(), identity.memberId()).definition())
                .addService(new ClusterService(replica, responses, identity.members()).definition())
                .build()
                .start();
        return new EtcdServer(server);
    }

    private static SslContext context(ReloadingTls tls) throws SSLException {
        boolean judged = tls.files().trustedCa() != null;
        return GrpcSslContexts.configure(SslContextBuilder.forServer(tls.keyManager()), SslProvider.JDK)
                .trustManager(tls.trustManager())
                .clientAuth(judged ? ClientAuth.REQUIRE : ClientAuth.NONE)
                .sessionTimeout(ReloadingTls.SESSION_SECONDS)
                .build();
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Takes no new requests, gives those under way a moment, then ends them. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
