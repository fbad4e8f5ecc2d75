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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What goes over a connection, and which connections there are. */
class NettyTransportTest extends TransportCase {
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
    void aSecondNodeWithThisNodesIdIsRefused() throws Exception {
        refusedHello(Hello.of(7, 1, 112), "it claims to be member 1, as this node is");
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
}
