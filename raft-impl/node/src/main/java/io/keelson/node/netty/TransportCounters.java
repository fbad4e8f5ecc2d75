package io.keelson.node.netty;

/**
 * What a transport has done since it was opened.
 *
 * @param bytesIn bytes of frames received, length prefixes included
 * @param bytesOut bytes of frames handed to the operating system, length prefixes included
 * @param framesDropped frames not sent, because the peer was not connected or too much was waiting for it
 * @param connectionsClosed connections that this end closed and logged: strangers, malformed frames, handshakes that took too long
 */
public record TransportCounters(long bytesIn, long bytesOut, long framesDropped, long connectionsClosed) {}
