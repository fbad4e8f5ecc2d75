package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two relays with a file between them, as a process outside the nodes' network and the container {@code control} have it. */
@Timeout(30)
class RelayTest {
    @TempDir
    Path folder;

    @Test
    void carriesBothWaysAndTheEndToo() throws IOException {
        int port = Ports.free(1).getFirst();
        UnixDomainSocketAddress file = UnixDomainSocketAddress.of(folder.resolve("n1"));
        try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Relay inner = new Relay(file, node.getLocalSocketAddress());
                Relay outer = new Relay(loopback(port), file);
                Socket client = connect(port);
                Socket served = node.accept()) {
            client.getOutputStream().write(1);
            assertEquals(1, served.getInputStream().read());
            served.getOutputStream().write(2);
            assertEquals(2, client.getInputStream().read());
            served.close();
            assertEquals(-1, client.getInputStream().read(), "the client learns that the node is gone");
        }
    }

    @Test
    void aNodeThatIsDownIsAClosedConnectionAndItsNextLifeIsReached() throws IOException {
        List<Integer> ports = Ports.free(2);
        try (Relay relay = new Relay(loopback(ports.get(0)), loopback(ports.get(1)))) {
            try (Socket client = connect(ports.get(0))) {
                assertEquals(-1, client.getInputStream().read());
            }
            try (ServerSocket node = new ServerSocket(ports.get(1), 1, InetAddress.getLoopbackAddress());
                    Socket client = connect(ports.get(0));
                    Socket served = node.accept()) {
                client.getOutputStream().write(7);
                assertEquals(7, served.getInputStream().read());
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
