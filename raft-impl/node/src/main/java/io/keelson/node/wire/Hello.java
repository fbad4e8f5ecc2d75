package io.keelson.node.wire;

/**
 * The first thing that each end of a connection says.
 *
 * @param clusterId the speaker's cluster
 * @param memberId the speaker's member id, from 1
 * @param incarnation the incarnation of the speaker's data directory
 * @param protocolVersion the version of the frames it speaks, from 1
 */
public record Hello(long clusterId, long memberId, long incarnation, int protocolVersion) {
    public Hello {
        if (memberId < 1 || protocolVersion < 1) {
            throw new IllegalArgumentException(
                    "member ids and protocol versions count from 1: member " + memberId + ", version " + protocolVersion);
        }
    }
}
