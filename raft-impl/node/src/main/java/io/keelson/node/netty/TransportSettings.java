package io.keelson.node.netty;

import io.keelson.node.tls.TlsFiles;

/**
 * Limits of the transport.
 *
 * @param maxFrameBytes the longest frame received or sent; a peer that announces a longer one is disconnected
 * @param maxPendingBytes the most bytes that wait for one peer; frames beyond it are dropped, and the protocol sends again what matters
 * @param connectTimeoutMillis the time limit for a connection to be established
 * @param handshakeTimeoutMillis the time limit for the other end's hello, TLS included
 * @param maxStrangers the most connections accepted whose other end has not said hello yet; the oldest makes room for one more
 * @param reconnectMinMillis the pause after the first failed attempt; it doubles with each further one
 * @param reconnectMaxMillis the longest pause between attempts, before jitter
 * @param tls the certificates that members show each other; null if they trust the network
 */
public record TransportSettings(
        int maxFrameBytes,
        int maxPendingBytes,
        int connectTimeoutMillis,
        int handshakeTimeoutMillis,
        int maxStrangers,
        int reconnectMinMillis,
        int reconnectMaxMillis,
        TlsFiles tls) {
    /** What a server uses where members trust the network. */
    public static final TransportSettings DEFAULT = new TransportSettings(16 << 20, 64 << 20, 3_000, 3_000, 64, 50, 1_000, null);

    /** The same with TLS. */
    public TransportSettings withTls(TlsFiles files) {
        return new TransportSettings(
                maxFrameBytes, maxPendingBytes, connectTimeoutMillis, handshakeTimeoutMillis, maxStrangers, reconnectMinMillis, reconnectMaxMillis, files);
    }
}
