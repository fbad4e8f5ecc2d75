package io.keelson.jepsen.driver;

/**
 * An address to connect to.
 *
 * @param host a name or an address
 * @param port a TCP port
 */
public record Endpoint(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
