package io.keelson.jepsen.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two ends of a connection see of the proxy between them. */
@Timeout(30)
class LinkProxyTest {
    private static final int A_WHILE_MILLIS = 150;
    private static final int LONG_MILLIS = 10_000;

    private ServerSocket server;
    private LinkProxy proxy;
    private int port;

    @BeforeEach
    void begin() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        proxy = new LinkProxy(new Link("n1", "n2"), Sockets.HERE, port, (InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket dialler = dial(); Socket dialled = server.accept()) {
            dialler.getOutputStream().write(7);
            assertEquals(7, dialled.getInputStream().read());
            dialled.getOutputStream().write(8);
            assertEquals(8, dialler.getInputStream().read());
        }
    }

    @Test
    void aCutHoldsOneDirectionBackUntilItHeals() throws IOException {
        try (Socket dialler = dial(); Socket dialled = server.accept()) {
            proxy.shape(LinkState.CUT, LinkState.SOUND);
            dialler.getOutputStream().write(7);
            assertSilent(dialled);
            dialled.getOutputStream().write(8);
            assertEquals(8, dialler.getInputStream().read(), "the other direction is sound");
            proxy.shape(LinkState.SOUND, LinkState.SOUND);
            dialled.setSoTimeout(LONG_MILLIS);
            assertEquals(7, dialled.getInputStream().read());
        }
    }

    @Test
    void nobodyIsReachedAcrossACutInEitherDirection() throws IOException {
        proxy.shape(LinkState.SOUND, LinkState.CUT);
        try (Socket dialler = dial()) {
            server.setSoTimeout(A_WHILE_MILLIS);
            assertThrows(SocketTimeoutException.class, server::accept);
            proxy.shape(LinkState.SOUND, LinkState.SOUND);
            server.setSoTimeout(LONG_MILLIS);
            server.accept().close();
        }
    }

    @Test
    void whatIsDelayedArrivesLateAndInOrder() throws IOException {
        try (Socket dialler = dial(); Socket dialled = server.accept()) {
            proxy.shape(LinkState.delayed(Duration.ofMillis(300), Duration.ofMillis(100)), LinkState.SOUND);
            long sent = System.nanoTime();
            dialler.getOutputStream().write(1);
            dialler.getOutputStream().write(2);
            assertEquals(1, dialled.getInputStream().read());
            assertEquals(2, dialled.getInputStream().read());
            assertTrue(System.nanoTime() - sent >= 300_000_000, "not before its time");
        }
    }

    @Test
    void theEndOfAConnectionIsNoticedLate() throws IOException {
        try (Socket dialler = dial(); Socket dialled = server.accept()) {
            proxy.shape(LinkState.closingLate(Duration.ofMillis(2L * A_WHILE_MILLIS)), LinkState.SOUND);
            dialler.close();
            assertSilent(dialled);
            dialled.setSoTimeout(LONG_MILLIS);
            assertEquals(-1, dialled.getInputStream().read());
        }
    }

    @Test
    void aHalfOpenConnectionEndsForTheDiallerAloneUntilItHeals() throws IOException {
        try (Socket dialler = dial(); Socket dialled = server.accept()) {
            dialler.getOutputStream().write(1);
            dialled.getInputStream().read();
            proxy.shape(LinkState.openAtOneEnd(), LinkState.SOUND);
            assertEquals(-1, dialler.getInputStream().read());
            assertSilent(dialled);
            proxy.shape(LinkState.SOUND, LinkState.SOUND);
            dialled.setSoTimeout(LONG_MILLIS);
            assertEquals(-1, dialled.getInputStream().read());
        }
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(A_WHILE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
}
