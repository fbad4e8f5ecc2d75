package io.keelson.jepsen.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Where a proxy is at home: the host on whose loopback interface it is dialled, and from which it dials. */
public interface Sockets {
    /** This process's own. */
    Sockets HERE = new Sockets() {
        @Override
        public ServerSocket listening(int port) throws IOException {
            ServerSocket listening = new ServerSocket();
            try {
                listening.setReuseAddress(true);
                listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return listening;
            } catch (IOException failure) {
                listening.close();
                throw failure;
            }
        }

        @Override
        public Socket unconnected() {
            return new Socket();
        }
    };

    /**
     * Returns a socket that listens on the host's loopback interface.
     *
     * @throws IOException if the port is taken, or the host is gone
     */
    ServerSocket listening(int port) throws IOException;

    /**
     * Returns a socket that connects from the host when it is told to.
     *
     * @throws IOException if the host is gone
     */
    Socket unconnected() throws IOException;
}
