package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Message;
import io.keelson.node.NodeOpenException;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.HelloCodec;
import io.keelson.node.wire.Introduction;
import io.keelson.node.wire.IntroductionCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Member 1 of cluster 7 under test; its peers are members 2 and 3, at a server socket of the test's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NettyTransportTest {
    private static final int VERSION = FrameCodec.PROTOCOL_VERSION;
    private static final Hello MEMBER_2 = Hello.of(7, 2, 222);
    private static final TransportSettings SETTINGS = new TransportSettings(1 << 20, 4 << 20, 20_000, 5_000, 20_000, 3, 10, 100, null);

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CapturedLog log = new CapturedLog();
    private ServerSocket member2;
    private NettyTransport transport;
    private volatile String verdict;

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

    @Test
    void framesArriveInOrder() throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(MEMBER_2);
            assertEquals(Hello.of(7, 1, 111), peer.readHello());
            peer.sendFrame(ascii("one"));
            peer.sendFrame(ascii("two"));
            assertEquals("one", received.take());
            assertEquals("two", received.take());
        }
    }

    @Test
    void aHelloAndFramesInOnePacketAreTakenApart() throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            ByteBuffer packet = ByteBuffer.allocate(Integer.BYTES + HelloCodec.SIZE + Integer.BYTES + 30);
            packet.putInt(HelloCodec.SIZE).put(HelloCodec.encode(MEMBER_2)).putInt(30);
            peer.sendRaw(packet.array());
            assertEquals("\0".repeat(30), received.take());
        }
    }

    @Test
    void framesOfABatchLeaveTogetherAfterTheHandshake() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            assertEquals(Hello.of(7, 1, 111), peer.readHello());
            transport.send(2, ByteBuffer.wrap(ascii("too early")));
            transport.flush();
            peer.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            transport.send(2, ByteBuffer.wrap(ascii("one")));
            transport.send(2, ByteBuffer.wrap(ascii("two")));
            transport.send(9, ByteBuffer.wrap(ascii("to nobody")));
            transport.flush();
            assertEquals(new Introduction("", transport.address().getPort()), IntroductionCodec.decode(ByteBuffer.wrap(peer.readFrame())));
            assertArrayEquals(ascii("one"), peer.readFrame());
            assertArrayEquals(ascii("two"), peer.readFrame());
            assertEquals(2, transport.counters().framesDropped());
        }
    }

    @Test
    void framesWrittenInPlaceLeaveInOrderWithTheOthers() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            peer.readHello();
            transport.send(2, inPlace("too early"));
            peer.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            String longOne = "l".repeat(10_000);
            transport.buffer(2, 100);
            transport.send(2, inPlace("one"));
            transport.send(2, ByteBuffer.wrap(ascii("two")));
            transport.send(2, inPlace(longOne));
            transport.flush();
            transport.buffer(2, 100);
            transport.flush();
            transport.send(2, inPlace("last"));
            transport.flush();
            assertTrue(IntroductionCodec.isOne(ByteBuffer.wrap(peer.readFrame())));
            for (String expected : new String[] {"one", "two", longOne, "last"}) {
                assertArrayEquals(ascii(expected), peer.readFrame());
            }
            assertEquals(1, transport.counters().framesDropped());
        }
    }

    private ByteBuffer inPlace(String text) {
        return transport.buffer(2, text.length()).put(ascii(text)).flip();
    }

    @Test
    void aLostConnectionIsDialledAgain() throws Exception {
        try (RawPeer first = new RawPeer(member2.accept())) {
            first.readHello();
            first.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
        }
        try (RawPeer second = new RawPeer(member2.accept())) {
            assertEquals(1, second.readHello().memberId());
        }
    }

    @Test
    void anotherClusterIsRefused() throws Exception {
        refusedHello(Hello.of(8, 2, 222), "it belongs to cluster 8, this is cluster 7");
    }

    @Test
    void noProtocolVersionInCommonIsRefused() throws Exception {
        refusedHello(
                new Hello(7, 2, 222, VERSION + 1, VERSION + 2),
                "it speaks protocol versions " + (VERSION + 1) + " to " + (VERSION + 2) + ", this node speaks protocol versions " + FrameCodec.OLDEST_VERSION + " to " + VERSION + ": upgrade the older one");
    }

    @Test
    void aNewerBuildThatStillSpeaksThisVersionIsWelcome() throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(new Hello(7, 2, 222, VERSION, VERSION + 5));
            peer.sendFrame(ascii("one"));
            assertEquals("one", received.take());
        }
    }

    @Test
    void anOlderBuildIsSentNoFramesThatItDoesNotKnow() throws Exception {
        assertFalse(transport.understands(2, VERSION), "nothing is known of a member that is away");
        try (RawPeer older = new RawPeer(member2.accept())) {
            older.readHello();
            older.sendHello(new Hello(7, 2, 222, FrameCodec.OLDEST_VERSION, VERSION - 1));
            log.awaitLine("connected to member 2");
            assertTrue(transport.understands(2, VERSION - 1));
            assertFalse(transport.understands(2, VERSION));
            transport.send(2, ByteBuffer.wrap(ascii("one")));
            transport.flush();
            assertArrayEquals(ascii("one"), older.readFrame(), "it would not know an introduction");
        }
        try (RawPeer upgraded = new RawPeer(member2.accept())) {
            upgraded.readHello();
            upgraded.sendHello(new Hello(7, 2, 222, VERSION, VERSION + 1));
            for (int i = 0; i < 20_000 && !transport.understands(2, VERSION); i++) {
                Thread.sleep(1);
            }
            assertTrue(transport.understands(2, VERSION));
            assertFalse(transport.understands(2, VERSION + 1), "this build does not know it");
        }
    }

    @Test
    void aFrameOfAnotherMemberThanTheHelloIsRefused() throws Exception {
        refusedFrame(new FrameHeader(1, 3, 222, 1), "it greeted as member 2 (incarnation 222) and sent a frame of member 3 (incarnation 222)");
    }

    @Test
    void aFrameOfAnotherIncarnationThanTheHelloIsRefused() throws Exception {
        refusedFrame(new FrameHeader(1, 2, 221, 1), "it greeted as member 2 (incarnation 222) and sent a frame of member 2 (incarnation 221)");
    }

    private void refusedFrame(FrameHeader header, String reason) throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(MEMBER_2);
            peer.sendFrame(FrameCodec.encode(new Frame.Protocol(header, new Message.TimeoutNow(header.from(), header.fromIncarnation(), 1, 5))).array());
            peer.awaitClosed();
            log.awaitLine(reason);
            assertTrue(received.isEmpty());
        }
    }

    @Test
    void strangersTakeAFewPlacesAndTheOldestMakesRoom() throws Exception {
        try (RawPeer oldest = RawPeer.dial(transport.address());
                RawPeer second = RawPeer.dial(transport.address());
                RawPeer third = RawPeer.dial(transport.address());
                RawPeer member = RawPeer.dial(transport.address())) {
            oldest.awaitClosed();
            log.awaitLine("more than 3 connections have not said hello");
            member.sendHello(MEMBER_2);
            member.sendFrame(ascii("welcome"));
            assertEquals("welcome", received.take());
            second.sendHello(Hello.of(7, 3, 333));
            assertEquals(1, second.readHello().memberId(), "the others still have their places");
        }
    }

    @Test
    void aMemberThatUsesAnotherConnectionHasGivenTheFormerUp() throws Exception {
        try (RawPeer former = greeted(); RawPeer latest = greeted()) {
            former.sendFrame(ascii("former"));
            assertEquals("former", received.take());
            latest.sendFrame(ascii("latest"));
            assertEquals("latest", received.take());
            former.awaitClosed();
        }
    }

    @Test
    void ofAMemberThereAreNoMoreThanAFewConnections() throws Exception {
        try (RawPeer oldest = greeted(); RawPeer second = greeted(); RawPeer third = greeted(); RawPeer fourth = greeted(); RawPeer fifth = greeted()) {
            oldest.awaitClosed();
            second.sendFrame(ascii("second"));
            assertEquals("second", received.take());
        }
    }

    /** As it does where another member was before: it learns from the hello that this is not whom it dialled. */
    @Test
    void aMemberThatHangsUpAfterTheHelloKeepsTheConnectionItHas() throws Exception {
        try (RawPeer silent = greeted()) {
            greeted().close();
            silent.sendFrame(ascii("one"));
            assertEquals("one", received.take());
            greeted().close();
            silent.sendFrame(ascii("two"));
            assertEquals("two", received.take());
        }
    }

    private RawPeer greeted() throws Exception {
        RawPeer peer = RawPeer.dial(transport.address());
        peer.sendHello(MEMBER_2);
        peer.readHello();
        return peer;
    }

    @Test
    void oneCauseIsLoggedOnceHoweverOftenItComes() throws Exception {
        refusedHello(Hello.of(8, 2, 222), "it belongs to cluster 8");
        for (int i = 0; i < 3; i++) {
            try (RawPeer again = RawPeer.dial(transport.address())) {
                again.sendHello(Hello.of(8, 2, 222));
                again.awaitClosed();
            }
        }
        refusedHello(Hello.of(9, 2, 222), "it belongs to cluster 9");
        assertEquals(0, log.linesSeen("it belongs to cluster 8"));
        assertEquals(5, transport.counters().connectionsClosed());
    }

    @Test
    void whoIsNotKnownSaysWhereItIsAndIsDialledThere() throws Exception {
        try (ServerSocket member5 = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()); RawPeer peer = stranger(5)) {
            peer.sendFrame(IntroductionCodec.encode(new Introduction("127.0.0.1", member5.getLocalPort())).array());
            peer.sendFrame(ascii("one"));
            assertEquals("one", received.take());
            try (RawPeer dialled = new RawPeer(member5.accept())) {
                assertEquals(Hello.of(7, 1, 111), dialled.readHello());
            }
        }
    }

    @Test
    void whoIsKnownFromItselfAloneIsDialledWhereItWasLast() throws Exception {
        try (ServerSocket later = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()); RawPeer before = introduced(5, closedPort())) {
            before.sendFrame(ascii("before"));
            assertEquals("before", received.take());
            try (RawPeer after = introduced(5, later.getLocalPort())) {
                new RawPeer(later.accept()).close();
            }
        }
    }

    @Test
    void whoBecomesKnownBetweenItsHelloAndItsIntroductionIsNoNewcomer() throws Exception {
        try (ServerSocket member5 = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()); RawPeer peer = stranger(5)) {
            transport.peer(5, loopback(member5.getLocalPort()));
            member5.accept().close();
            peer.sendFrame(IntroductionCodec.encode(new Introduction("127.0.0.1", closedPort())).array());
            peer.sendFrame(ascii("one"));
            assertEquals("one", received.take());
            member5.accept().close();
        }
    }

    @Test
    void aNameIsLookedUpAtEachAttempt() throws Exception {
        try (ServerSocket member4 = new ServerSocket(0, 10, InetAddress.getByName("localhost"))) {
            transport.peer(4, InetSocketAddress.createUnresolved("localhost", member4.getLocalPort()));
            member4.accept().close();
            member4.accept().close();
        }
        transport.peer(5, InetSocketAddress.createUnresolved("no-such-host.invalid", 1));
        log.awaitLine("no connection to member 5 at no-such-host.invalid:1 (unknown host)");
    }

    @Test
    void whereAKnownMemberIsIsNotForItselfToSay() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()); RawPeer peer = greeted()) {
            peer.sendFrame(IntroductionCodec.encode(new Introduction("127.0.0.1", elsewhere.getLocalPort())).array());
            peer.sendFrame(ascii("one"));
            assertEquals("one", received.take());
            member2.accept().close();
            new RawPeer(member2.accept()).close();
        }
    }

    @Test
    void ofThoseThatNobodyElseKnowsThereAreNoMoreThanAFew() throws Exception {
        List<RawPeer> few = new ArrayList<>();
        for (long member = 5; member < 5 + 16; member++) {
            few.add(introduced(member, closedPort()));
            few.getLast().sendFrame(ascii("" + member));
            assertEquals("" + member, received.take());
        }
        try (RawPeer oneMore = introduced(21, closedPort())) {
            oneMore.awaitClosed();
            log.awaitLine("member 21 is not among the peers of this node, nor are 16 that it dials already");
        }
        transport.peer(5, loopback(closedPort()));
        try (RawPeer inItsPlace = introduced(21, closedPort())) {
            inItsPlace.sendFrame(ascii("one"));
            assertEquals("one", received.take());
        }
        for (RawPeer gone : few) {
            gone.close();
        }
        log.awaitLine("no longer looking for member 20 ");
        introduced(22, closedPort()).close();
        log.awaitLine("no longer looking for member 22 ");
    }

    @Test
    void whoBelongsToNoGroupAnyMoreIsForgottenOnceItIsGone() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            peer.readHello();
            peer.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            transport.departed(new TreeSet<>(List.of(2L)));
            transport.send(2, ByteBuffer.wrap(ascii("you were removed")));
            transport.flush();
            assertTrue(IntroductionCodec.isOne(ByteBuffer.wrap(peer.readFrame())));
            assertArrayEquals(ascii("you were removed"), peer.readFrame());
        }
        log.awaitLine("no longer looking for member 2 ");
        member2.setSoTimeout(500);
        assertThrows(SocketTimeoutException.class, () -> member2.accept());
        member2.setSoTimeout(0);

        transport.departed(new TreeSet<>());
        transport.peer(2, loopback(member2.getLocalPort()));
        member2.accept().close();
    }

    @Test
    void whoBelongsToNoGroupAnyMoreIsDialledAsLongAsItIsThere() throws Exception {
        try (Socket dialled = member2.accept()) {
            transport.departed(new TreeSet<>(List.of(2L)));
        }
        log.awaitLine("no longer looking for member 2 ");
        try (ServerSocket elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()); RawPeer back = introduced(2, elsewhere.getLocalPort())) {
            back.sendFrame(ascii("one"));
            assertEquals("one", received.take());
            elsewhere.accept().close();
            elsewhere.accept().close();
        }
    }

    private RawPeer introduced(long member, int port) throws Exception {
        RawPeer peer = stranger(member);
        peer.sendFrame(IntroductionCodec.encode(new Introduction("", port)).array());
        return peer;
    }

    private RawPeer stranger(long member) throws Exception {
        RawPeer peer = RawPeer.dial(transport.address());
        peer.sendHello(Hello.of(7, member, 555));
        peer.readHello();
        return peer;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    @Test
    void aStrangerThatSaysNotWhereItIsIsRefused() throws Exception {
        try (RawPeer peer = stranger(5)) {
            peer.sendFrame(ascii("frame"));
            peer.awaitClosed();
            log.awaitLine("member 5 is not among the peers of this node, and does not say where it is");
            assertTrue(received.isEmpty());
        }
    }

    @Test
    void aStrangerOfABuildThatCannotSayWhereItIsIsRefused() throws Exception {
        refusedHello(
                new Hello(7, 5, 555, FrameCodec.OLDEST_VERSION, FrameCodec.INTRODUCING_VERSION - 1),
                "member 5 is not among the peers of this node, and does not say where it is");
    }

    @Test
    void beforeAStrangerIsKnownNothingLongIsRead() throws Exception {
        try (RawPeer peer = stranger(5)) {
            peer.sendLength(IntroductionCodec.MAX_SIZE + 1);
            peer.awaitClosed();
            log.awaitLine("it announces a frame of " + (IntroductionCodec.MAX_SIZE + 1) + " bytes");
        }
    }

    @Test
    void aSecondNodeWithThisNodesIdIsRefused() throws Exception {
        refusedHello(Hello.of(7, 1, 112), "it claims to be member 1, as this node is");
    }

    private void refusedHello(Hello hello, String reason) throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(hello);
            assertEquals(1, peer.readHello().memberId(), "a stranger is answered, for its own log");
            peer.awaitClosed();
            assertTrue(log.awaitLine(reason).startsWith("closed the connection from /127.0.0.1:"));
        }
    }

    @Test
    void anotherMemberAtThePeersAddressIsRefused() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            peer.readHello();
            peer.sendHello(Hello.of(7, 3, 333));
            peer.awaitClosed();
            log.awaitLine("it is member 3, expected member 2");
        }
    }

    @Test
    void silenceInsteadOfAHelloIsRefused() throws Exception {
        TransportSettings impatient = new TransportSettings(1 << 20, 4 << 20, 20_000, 5_000, 50, 3, 10, 100, null);
        try (NettyTransport other = NettyTransport.bind(impatient, 7, 3, loopback(0), new TreeMap<>(), (frame, verdictOf) -> {})) {
            other.start(333);
            try (RawPeer peer = RawPeer.dial(other.address())) {
                peer.awaitClosed();
                log.awaitLine("no hello within 50 ms");
            }
            try (RawPeer stranger = RawPeer.dial(other.address())) {
                stranger.sendHello(Hello.of(7, 5, 555));
                stranger.awaitClosed();
                log.awaitLine("no address of member 5 within 50 ms");
            }
        }
    }

    @Test
    void noiseInsteadOfAHelloIsRefused() throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendFrame(new byte[32]);
            peer.awaitClosed();
            log.awaitLine("not a member of a Keelson cluster");
        }
    }

    @Test
    void beforeTheHelloNothingLongIsRead() throws Exception {
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendLength(33);
            peer.awaitClosed();
            log.awaitLine("it announces a frame of 33 bytes, allowed are 1 to 32");
        }
    }

    @Test
    void aLengthOutOfBoundsIsRefusedBeforeAnythingFollows() throws Exception {
        int[] lengths = {(1 << 20) + 1, Integer.MAX_VALUE, -1, 0};
        for (int length : lengths) {
            try (RawPeer peer = RawPeer.dial(transport.address())) {
                peer.sendHello(MEMBER_2);
                peer.readHello();
                peer.sendLength(length);
                peer.awaitClosed();
                log.awaitLine("it announces a frame of " + Integer.toUnsignedString(length) + " bytes, allowed are 1 to 1048576");
            }
        }
        assertTrue(received.isEmpty());
        assertEquals(4, transport.counters().connectionsClosed());
    }

    @Test
    void aFrameThatTheNodeFindsMalformedClosesItsConnection() throws Exception {
        verdict = "a frame of unknown kind 99";
        try (RawPeer peer = RawPeer.dial(transport.address())) {
            peer.sendHello(MEMBER_2);
            peer.readHello();
            peer.sendFrame(ascii("nonsense"));
            peer.awaitClosed();
            String line = log.awaitLine("a frame of unknown kind 99");
            assertTrue(line.startsWith("closed the connection from member 2 at /127.0.0.1:"), line);
        }
    }

    @Test
    void framesForAPeerThatDoesNotReadAreDropped() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            peer.readHello();
            peer.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            // The sockets' buffers take some, then the transport up to its own bound of 4 MiB.
            for (int i = 0; i < 100 && transport.counters().framesDropped() == 0; i++) {
                transport.send(2, ByteBuffer.allocate(1 << 20));
                transport.flush();
            }
            assertTrue(transport.counters().framesDropped() > 0);
        }
    }

    @Test
    void aFrameOverTheLimitIsNotSent() throws Exception {
        try (RawPeer peer = new RawPeer(member2.accept())) {
            peer.readHello();
            peer.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            transport.send(2, ByteBuffer.allocate((1 << 20) + 1));
            transport.send(2, ByteBuffer.wrap(ascii("next")));
            transport.flush();
            assertTrue(IntroductionCodec.isOne(ByteBuffer.wrap(peer.readFrame())));
            assertArrayEquals(ascii("next"), peer.readFrame());
            log.awaitLine("dropped a frame of 1048577 bytes");
        }
    }

    @Test
    void aPortInUseIsToldInOneLine() {
        int port = transport.address().getPort();
        NodeOpenException refused = assertThrows(
                NodeOpenException.class,
                () -> NettyTransport.bind(SETTINGS, 7, 2, loopback(port), new TreeMap<>(), (frame, verdictOf) -> {}));
        assertEquals(
                "cannot listen on localhost:" + port
                        + ": the port is in use; stop the process that has it, or set another listen address",
                refused.getMessage().replace("127.0.0.1", "localhost"));
    }

    @Test
    void anUnknownHostIsToldInOneLine() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 7000);
        NodeOpenException refused = assertThrows(
                NodeOpenException.class,
                () -> NettyTransport.bind(SETTINGS, 7, 2, nowhere, new TreeMap<>(), (frame, verdictOf) -> {}));
        assertEquals(
                "cannot listen on no-such-host.invalid:7000: the host is unknown; set the listen address to one of this machine's",
                refused.getMessage());
    }

    @RepeatedTest(5)
    void aClosedTransportGivesItsPortBack() throws Exception {
        InetSocketAddress address = transport.address();
        transport.close();
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(address);
            assertTrue(again.isBound());
        }
    }

    /** A peer that is not told would go on writing to a node that is gone, and not dial the one that takes its place. */
    @RepeatedTest(10)
    void aClosedTransportHangsUpOnEverybody() throws Exception {
        try (RawPeer dialled = RawPeer.dial(transport.address());
                RawPeer dialler = new RawPeer(member2.accept())) {
            dialled.sendHello(MEMBER_2);
            dialled.readHello();
            dialler.readHello();
            dialler.sendHello(MEMBER_2);
            log.awaitLine("connected to member 2");
            transport.close();
            dialled.awaitClosed();
            dialler.awaitClosed();
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
