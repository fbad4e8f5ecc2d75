package io.keelson.node.log;

import io.keelson.node.NodeOpenException;
import java.nio.ByteBuffer;

/**
 * Whose a segment is: the body of its first record, whose layout no later format changes, with the size of the segment's file behind it. The record's header says how many {@link LogRecord.Kind#GROUP} records follow (its index),
 * whether those are all groups (its group), or else since which record's number (its term).
 *
 * @param format the format of the log
 * @param cluster the cluster's id
 * @param member the member's id
 * @param incarnation names the data directory, from 1: a wiped one gets another
 */
record SegmentHead(int format, long cluster, long member, long incarnation) {
    /** The format that this code writes, and the only one that it reads. */
    static final int FORMAT = 3;

    /** In the group of a head's record: the run that it begins is of all groups. */
    static final long RUN_OF_ALL = 1;

    /** In the group of a head's record: the run that it begins is of the groups whose hard states have changed since another run. */
    static final long RUN_OF_CHANGED = 0;

    private static final int CAPACITY_AT = Integer.BYTES + 3 * Long.BYTES;

    /** The length of the body. */
    static final int LENGTH = CAPACITY_AT + Integer.BYTES;

    /** Writes the body of a head in a segment whose file has so many bytes. */
    void encode(int capacity, ByteBuffer out) {
        out.putInt(format).putLong(cluster).putLong(member).putLong(incarnation).putInt(capacity);
    }

    /** The size that the segment's file had, at least, when this body was written; 0 if the body does not tell. */
    static int capacity(ByteBuffer body) {
        return body.limit() < LENGTH ? 0 : body.getInt(CAPACITY_AT);
    }

    static SegmentHead decode(ByteBuffer body) {
        return new SegmentHead(body.getInt(0), body.getLong(4), body.getLong(12), body.getLong(20));
    }

    /** Refuses a segment that this member can't go on with. */
    void mustBelongTo(long clusterId, long memberId, String fileName) throws NodeOpenException {
        mustBeReadable(fileName);
        if (cluster != clusterId) {
            throw new NodeOpenException(
                    fileName + " belongs to cluster " + cluster + ", not to " + clusterId + "; choose another directory or cluster id",
                    null);
        }
        if (member != memberId) {
            throw new NodeOpenException(
                    fileName + " belongs to member " + member + ", not to " + memberId + "; choose another directory or member id",
                    null);
        }
    }

    /** Refuses a segment of another format. */
    void mustBeReadable(String fileName) throws NodeOpenException {
        if (format != FORMAT) {
            refuseFormat(format, fileName);
        }
    }

    static void refuseFormat(int format, String fileName) throws NodeOpenException {
        String other = format > FORMAT ? "a newer" : "an older";
        throw new NodeOpenException(fileName + " has format " + format + ", this version reads " + FORMAT + "; run " + other + " version", null);
    }
}
