package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.Introduction;
import io.keelson.node.wire.IntroductionCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whom a node dials: the members that others name, those that name themselves, and for how long those that have departed. */
class NettyLinksTest extends TransportCase {
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
}
