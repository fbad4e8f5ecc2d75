package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.Introduction;
import io.keelson.node.wire.IntroductionCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Member 1 of cluster 7 under test; its peers are members 2 and 3, at a server socket of the test's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class TransportCase {
    static final int VERSION = FrameCodec.PROTOCOL_VERSION;
    static final Hello MEMBER_2 = Hello.of(7, 2, 222);
    static final TransportSettings SETTINGS = new TransportSettings(1 << 20, 4 << 20, 20_000, 5_000, 20_000, 3, 10, 100, null);

    final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CapturedLog log = new CapturedLog();
    ServerSocket member2;
    NettyTransport transport;
    volatile String verdict;

    @BeforeEach
    void start() throws Exception {
        member2 = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        peers.put(1L, loopback(0));
        peers.put(2L, loopback(member2.getLocalPort()));
        transport = NettyTransport.bind(SETTINGS, 7, 1, loopback(0), peers, (frame, verdictOf) -> {
            received.add(StandardCharsets.US_ASCII.decode(frame).toString());
            verdictOf.accept(verdict);
        });
        transport.start(111);
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        member2.close();
        log.close();
    }

    RawPeer greeted() throws Exception {
        RawPeer peer = RawPeer.dial(transport.address());
        peer.sendHello(MEMBER_2);
        peer.readHello();
        return peer;
    }

    RawPeer stranger(long member) throws Exception {
        RawPeer peer = RawPeer.dial(transport.address());
        peer.sendHello(Hello.of(7, member, 555));
        peer.readHello();
        return peer;
    }

    RawPeer introduced(long member, int port) throws Exception {
        RawPeer peer = stranger(member);
        peer.sendFrame(IntroductionCodec.encode(new Introduction("", port)).array());
        return peer;
    }

    static int closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    void refusedHello(Hello hello, String reason) throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(hello);
            assertEquals(1, peer.readHello().memberId(), "a stranger is answered, for its own log");
            peer.awaitClosed();
            assertTrue(log.awaitLine(reason).startsWith("closed the connection from /127.0.0.1:"));
        }
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
