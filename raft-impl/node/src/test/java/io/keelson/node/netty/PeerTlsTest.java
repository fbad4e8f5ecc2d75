package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.NodeOpenException;
import io.keelson.node.tls.TestAuthority;
import io.keelson.node.tls.TlsFiles;
import io.keelson.node.wire.Hello;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Member 1 listens, member 2 dials it, both over TLS. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PeerTlsTest {
    private static final TransportSettings SETTINGS = new TransportSettings(1 << 20, 4 << 20, 20_000, 5_000, 20_000, 8, 10, 50, null);

    @TempDir
    private Path directory;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CapturedLog log = new CapturedLog();
    private final List<NettyTransport> transports = new ArrayList<>();
    private TestAuthority authority;

    @BeforeEach
    void found() throws Exception {
        authority = new TestAuthority("authority");
    }

    @AfterEach
    void stop() {
        transports.forEach(NettyTransport::close);
        log.close();
    }

    private TlsFiles certified(long member) throws Exception {
        return authority.write(directory.resolve("member-" + member), authority.sign("member-" + member));
    }

    /** The listener does not dial: nobody is at the address that it has for member 2. */
    private NettyTransport listener(TlsFiles files) throws Exception {
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            peers.put(2L, loopback(taken.getLocalPort()));
        }
        return started(1, files, peers);
    }

    private NettyTransport dialler(TlsFiles files, NettyTransport listener) throws Exception {
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        peers.put(1L, loopback(listener.address().getPort()));
        return started(2, files, peers);
    }

    private NettyTransport started(long member, TlsFiles files, TreeMap<Long, InetSocketAddress> peers) throws Exception {
        NettyTransport transport = NettyTransport.bind(SETTINGS.withTls(files), 7, member, loopback(0), peers, (frame, verdict) -> {
            received.add(StandardCharsets.US_ASCII.decode(frame).toString());
            verdict.accept(null);
        });
        transports.add(transport);
        transport.start(member);
        return transport;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    private void awaitFrames(NettyTransport dialler) throws Exception {
        log.awaitLine("connected to member 1");
        dialler.send(1, ByteBuffer.wrap("over TLS".getBytes(StandardCharsets.US_ASCII)));
        dialler.flush();
        assertEquals("over TLS", received.take());
    }

    @Test
    void framesTravelBetweenMembersThatTheAuthorityHasSigned() throws Exception {
        awaitFrames(dialler(certified(2), listener(certified(1))));
    }

    @Test
    void anExpiredCertificateIsRefusedAndBothLogsSayWhy() throws Exception {
        X509Bundle expired = authority.sign("member-2", "127.0.0.1", Duration.ofDays(-2), Duration.ofDays(-1));
        dialler(authority.write(directory.resolve("expired"), expired), listener(certified(1)));
        String here = log.awaitLine("the certificate of CN=member-2 expired on ");
        assertTrue(here.startsWith("closed the connection from /127.0.0.1:"), here);
        String there = log.awaitLine("the other end refused this node's certificate");
        assertTrue(there.startsWith("closed the connection to member 1 at 127.0.0.1:"), there);
    }

    @Test
    void anotherAuthorityIsRefused() throws Exception {
        TestAuthority other = new TestAuthority("other");
        TlsFiles files = other.write(directory.resolve("other"), other.sign("member-2"));
        // It trusts the listener; the listener does not trust it.
        authority.writeAuthority(directory.resolve("other"));
        dialler(files, listener(certified(1)));
        log.awaitLine("the certificate of CN=member-2 is not signed by an authority in ");
    }

    @Test
    void whoIsDialledMustBearTheHostsName() throws Exception {
        X509Bundle elsewhere = authority.sign("member-1", "192.0.2.1", Duration.ofDays(-1), Duration.ofDays(1));
        dialler(certified(2), listener(authority.write(directory.resolve("elsewhere"), elsewhere)));
        log.awaitLine("the certificate of CN=member-1 is not for the host that was dialled; it names [192.0.2.1, member-1]");
    }

    @Test
    void whereNamesAreAllowedTheHostIsOfNoImportance() throws Exception {
        X509Bundle elsewhere = authority.sign("member-1", "192.0.2.1", Duration.ofDays(-1), Duration.ofDays(1));
        NettyTransport listener = listener(authority.write(directory.resolve("elsewhere"), elsewhere));
        awaitFrames(dialler(authority.write(directory.resolve("by-name"), authority.sign("member-2"), "member-1"), listener));
    }

    @Test
    void changedFilesAreUsedForTheNextConnectionWithoutARestart() throws Exception {
        TestAuthority next = new TestAuthority("next");
        NettyTransport listener = listener(certified(1));
        TlsFiles files = next.write(directory.resolve("member-2"), next.sign("member-2"));
        authority.writeAuthority(directory.resolve("member-2"));
        NettyTransport dialler = dialler(files, listener);
        log.awaitLine("is not signed by an authority in ");
        certified(2);
        awaitFrames(dialler);
    }

    @Test
    void onlyOneEndWithTlsIsToldByBoth() throws Exception {
        dialler(certified(2), listener(null));
        log.awaitLine("it speaks TLS, and this node does not");
        transports.forEach(NettyTransport::close);
        dialler(null, listener(certified(1)));
        log.awaitLine("it does not speak TLS, and this node does");
    }

    @Test
    void silenceInsteadOfTlsIsRefused() throws Exception {
        TransportSettings impatient = new TransportSettings(1 << 20, 4 << 20, 20_000, 5_000, 50, 8, 10, 50, certified(3));
        try (NettyTransport other = NettyTransport.bind(impatient, 7, 3, loopback(0), new TreeMap<>(), (frame, verdict) -> {})) {
            other.start(333);
            try (RawPeer peer = RawPeer.dial(other.address())) {
                peer.awaitClosed();
                log.awaitLine("closed the connection from /127.0.0.1:");
            }
        }
    }

    @Test
    void aHelloInPlainTextGetsNoAnswer() throws Exception {
        NettyTransport listener = listener(certified(1));
        try (RawPeer peer = RawPeer.dial(listener.address())) {
            peer.sendHello(Hello.of(7, 2, 2));
            peer.awaitClosed();
            log.awaitLine("it does not speak TLS");
        }
        assertTrue(received.isEmpty());
    }

    @Test
    void filesThatCannotBeUsedAreToldBeforeAnythingIsDialled() throws Exception {
        TlsFiles files = certified(1);
        Files.delete(files.key());
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> listener(files));
        assertEquals("no TLS between members: " + files.key() + " does not exist", refused.getMessage());
    }
}
