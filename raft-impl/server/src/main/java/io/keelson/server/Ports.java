package io.keelson.server;

import io.keelson.server.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out before anything is written whether the listeners can be opened. */
public final class Ports {
    private Ports() {}

    /**
     * Checks that addresses can be bound.
     *
     * @param addresses those with port 0 are always free
     * @throws PortInUseException for the first that can't
     */
    public static void requireFree(Address... addresses) throws PortInUseException {
        for (Address address : addresses) {
            InetSocketAddress resolved = address.resolve();
            if (resolved.isUnresolved()) {
                throw new PortInUseException("cannot listen on " + address + ": there is no host " + address.host(), null);
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(resolved);
            } catch (IOException taken) {
                throw refusal(address, taken);
            }
        }
    }

    static PortInUseException refusal(Address address, IOException cause) {
        return new PortInUseException(
                "cannot listen on " + address + ": " + cause.getMessage() + "; stop what listens there or choose another port", cause);
    }
}
