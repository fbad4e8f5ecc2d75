package io.keelson.node.netty;

import io.keelson.node.tls.TlsFiles;
import java.util.concurrent.TimeUnit;

/**
 * Limits of the transport.
 *
 * @param maxFrameBytes the longest frame received or sent; a peer that announces a longer one is disconnected
 * @param maxPendingBytes the most bytes that wait for one peer; frames beyond it are dropped, and the protocol sends again what matters
 * @param connectTimeoutMillis the time limit for a connection to be established
 * @param unacknowledgedMillis how long the kernel may wait for a peer to acknowledge bytes before the connection counts as lost: a machine that vanished sends no reset, and on a link
 *     that comes back after a while nothing is sent for as long again. Without effect where Netty's native transport can't be had
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
        int unacknowledgedMillis,
        int handshakeTimeoutMillis,
        int maxStrangers,
        int reconnectMinMillis,
        int reconnectMaxMillis,
        TlsFiles tls) {
    /**
     * What a server uses where members trust the network. How soon a link is given up, and tried again, follows from how long a group does without a leader: one that is sound again shall not
     * be what an election waits for.
     *
     * @param electionTimeoutNanos of the members
     */
    public static TransportSettings forElections(long electionTimeoutNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(electionTimeoutNanos);
        return new TransportSettings(16 << 20, 64 << 20, within(500, 2 * millis, 3_000), within(1_000, 3 * millis, 5_000), 3_000, 64, 50, within(300, millis, 1_000), null);
    }

    private static int within(int least, long wanted, int most) {
        return (int) Math.clamp(wanted, least, most);
    }

    /** The same with TLS. */
    public TransportSettings withTls(TlsFiles files) {
        return new TransportSettings(
                maxFrameBytes, maxPendingBytes, connectTimeoutMillis, unacknowledgedMillis, handshakeTimeoutMillis, maxStrangers, reconnectMinMillis, reconnectMaxMillis, files);
    }
}
