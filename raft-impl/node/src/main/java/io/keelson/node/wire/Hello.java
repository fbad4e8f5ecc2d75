package io.keelson.node.wire;

/**
 * The first thing that each end of a connection says.
 *
 * @param clusterId the speaker's cluster
 * @param memberId the speaker's member id, from 1
 * @param incarnation the incarnation of the speaker's data directory
 * @param oldestVersion the oldest version of the frames that it speaks, from 1
 * @param newestVersion the newest version of the frames that it speaks, not below the oldest
 */
public record Hello(long clusterId, long memberId, long incarnation, int oldestVersion, int newestVersion) {
    /** No two ends speak a version in common. */
    public static final int NONE_IN_COMMON = 0;

    public Hello {
        if (memberId < 1 || oldestVersion < 1 || newestVersion < oldestVersion || newestVersion > Short.MAX_VALUE) {
            throw new IllegalArgumentException("member ids and protocol versions count from 1, and the newest version is not below the oldest: member " + memberId
                    + ", versions " + oldestVersion + " to " + newestVersion);
        }
    }

    /** The hello of a node of this build. */
    public static Hello of(long clusterId, long memberId, long incarnation) {
        return new Hello(clusterId, memberId, incarnation, FrameCodec.OLDEST_VERSION, FrameCodec.PROTOCOL_VERSION);
    }

    /** The version that two ends speak with each other: the newest that both know; {@link #NONE_IN_COMMON} if there is none. */
    public int commonVersion(Hello other) {
        int newest = Math.min(newestVersion, other.newestVersion);
        return newest >= Math.max(oldestVersion, other.oldestVersion) ? newest : NONE_IN_COMMON;
    }

    /** For a person: the versions that the speaker speaks. */
    public String versions() {
        return oldestVersion == newestVersion ? "protocol version " + newestVersion : "protocol versions " + oldestVersion + " to " + newestVersion;
    }
}
