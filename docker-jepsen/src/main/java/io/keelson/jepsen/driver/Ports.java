package io.keelson.jepsen.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Free ports of the loopback interface. */
public final class Ports {
    // Below the range that kernels take for outgoing connections: such a port would be lost to a client while its node is down.
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;

    private Ports() {}

    /**
     * Finds ports that nobody listens on.
     *
     * @param count how many
     * @throws IOException if there are not as many
     */
    public static List<Integer> free(int count) throws IOException {
        List<Integer> found = new ArrayList<>(count);
        int first = (int) (ProcessHandle.current().pid() * 31 % COUNT);
        for (int tried = 0; tried < COUNT && found.size() < count; tried++) {
            int port = LOWEST + (first + tried) % COUNT;
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IOException("fewer than " + count + " free ports between " + LOWEST + " and " + (LOWEST + COUNT));
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
