package io.keelson.server.config;

import java.net.InetSocketAddress;

/**
 * Where something listens.
 *
 * @param host a name or an address, without brackets
 * @param port from 0 to 65535; 0 means any free port
 */
public record Address(String host, int port) {
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}, with an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException with one line that says how it is written
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            host = "";
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!host.isBlank() && port >= 0 && port <= LAST_PORT) {
                return new Address(host, port);
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with every other way to write it wrong.
        }
        throw new IllegalArgumentException("is not HOST:PORT, as in 127.0.0.1:2379");
    }

    /** Looks the host up. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
