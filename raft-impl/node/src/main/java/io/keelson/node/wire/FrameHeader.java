package io.keelson.node.wire;

/**
 * Who speaks to whom, and about which group.
 *
 * @param group the group, from 1; {@link #NO_GROUP} in a frame about several
 * @param from the sending member, from 1
 * @param fromIncarnation the incarnation of the sender's data directory
 * @param to the receiving member, from 1
 */
public record FrameHeader(long group, long from, long fromIncarnation, long to) {
    /** The frame is about no single group. */
    public static final long NO_GROUP = 0;

    public FrameHeader {
        if (group < NO_GROUP || from < 1 || to < 1) {
            throw new IllegalArgumentException(
                    "group and member ids count from 1: group " + group + ", from " + from + ", to " + to);
        }
    }
}
