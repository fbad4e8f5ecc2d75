package io.keelson.server.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.node.tls.TlsFiles;
import io.keelson.server.NoGroups;
import io.keelson.server.SoloReplica;
import io.keelson.server.admin.AdminServer;
import io.keelson.server.proto.MemberListRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client port and the admin pages over TLS. */
final class ServerTlsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @TempDir
    private Path folder;

    private X509Bundle authority;
    private X509Bundle client;
    private int written;

    @BeforeEach
    void sign() throws Exception {
        authority = authority("authority");
        client = certificate(authority, "client");
    }

    private static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static X509Bundle certificate(X509Bundle issuer, String name) throws Exception {
        return new CertificateBuilder().ecp256().subject("CN=" + name).addSanIpAddress("127.0.0.1").buildIssuedBy(issuer);
    }

    private TlsFiles files(X509Bundle certificate, X509Bundle trusted) throws IOException {
        return new TlsFiles(
                write("cert.pem", certificate.getCertificatePathPEM()),
                write("key.pem", certificate.getPrivateKeyPEM()),
                trusted == null ? null : write("ca.pem", trusted.getCertificatePEM()),
                List.of());
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(++written)));
    }

    private static EtcdServer serve(TlsFiles files) throws Exception {
        EtcdServer.Identity identity = new EtcdServer.Identity(42, 1, List.of(new ClusterMember(1, "https://h:1", List.of())), "0.1.0", 1 << 20);
        return EtcdServer.start(ANY_PORT, ReloadingTls.open(files), identity, new SoloReplica(), new NoGroups(), new SimpleMeterRegistry());
    }

    /** A new connection, on which a client that bears a certificate, or none, asks who the members are. */
    private static int members(EtcdServer server, X509Bundle trusted, X509Bundle certificate) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(trusted.getCertificate());
        if (certificate != null) {
            tls.keyManager(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).sslContext(tls.build()).build();
        try {
            return ClientCalls.blockingUnaryCall(channel, EtcdMethods.MEMBER_LIST, CallOptions.DEFAULT, MemberListRequest.getDefaultInstance())
                    .getMembersCount();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void clientsWithACertificateAreServedAndOthersAreNot() throws Exception {
        try (EtcdServer server = serve(files(certificate(authority, "server"), authority))) {
            assertEquals(1, members(server, authority, client));
            assertThrows(StatusRuntimeException.class, () -> members(server, authority, null));
            X509Bundle stranger = certificate(authority("other"), "client");
            assertThrows(StatusRuntimeException.class, () -> members(server, authority, stranger));
        }
    }

    @Test
    void withoutAnAuthorityClientsNeedNoCertificate() throws Exception {
        try (EtcdServer server = serve(files(certificate(authority, "server"), null))) {
            assertEquals(1, members(server, authority, null));
        }
    }

    @Test
    void changedFilesCountForTheNextConnection() throws Exception {
        try (EtcdServer server = serve(files(certificate(authority, "server"), authority))) {
            X509Bundle next = authority("next");
            X509Bundle nextClient = certificate(next, "client");
            assertThrows(StatusRuntimeException.class, () -> members(server, authority, nextClient));
            files(certificate(next, "server"), next);
            assertEquals(1, members(server, next, nextClient));
            assertThrows(StatusRuntimeException.class, () -> members(server, next, client));
        }
    }

    @Test
    void theAdminPagesAreServedOverHttps() throws Exception {
        TlsFiles files = files(certificate(authority, "server"), authority);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (AdminServer server = AdminServer.start(ANY_PORT, ReloadingTls.open(files), 42, "0.1.0", new SoloReplica(), new NoGroups(), registry::scrape)) {
            assertEquals("[+]node ok\n", page(server, client));
            // In TLS 1.3 the server refuses after the client has done its part: the alert may come, or the end of the connection before it.
            assertThrows(IOException.class, () -> page(server, null));
            assertEquals("[+]node ok\n", page(server, client));
        }
    }

    private String page(AdminServer server, X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = certificate == null ? null : certificate.toKeyManagerFactory();
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority.getCertificate());
        trust.init(store);
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/livez");
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
