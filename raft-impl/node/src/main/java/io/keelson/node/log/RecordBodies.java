package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Payload;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;

/**
 * The bodies of the records that carry more than their header says, entries and segment heads aside.
 *
 * <pre>
 * HARD_STATE      lostIndex:8
 * LOSS            lostIndex:8
 * BASE, RESTART   chunks:4, configuration
 * GROUP           lostIndex:8, lastIndex:8, lastTerm:8, then, if the group has a base: index:8, term:8, chunks:4, configuration
 * </pre>
 *
 * <p>The header of a GROUP holds term and vote, as a HARD_STATE's does.
 */
final class RecordBodies {
    /** The length of the body of a hard state and of a loss. */
    static final int LOST_INDEX = Long.BYTES;

    private RecordBodies() {}

    static int length(LogBase base) {
        return Integer.BYTES + PayloadCodec.size(base.configuration());
    }

    static int length(GroupHead group) {
        return 3 * Long.BYTES + (group.base() == null ? 0 : 2 * Long.BYTES + length(group.base()));
    }

    static void encode(LogBase base, ByteBuffer out) {
        out.putInt(base.chunks());
        PayloadCodec.encode(base.configuration(), out);
    }

    static void encode(GroupHead group, ByteBuffer out) {
        out.putLong(group.hardState().lostIndex()).putLong(group.lastIndex()).putLong(group.lastTerm());
        if (group.base() != null) {
            out.putLong(group.base().index()).putLong(group.base().term());
            encode(group.base(), out);
        }
    }

    /** The lost index of a hard state, a loss or a group. */
    static long lostIndex(LogRecord record) throws MalformedFrameException {
        require(record, LOST_INDEX);
        return record.body().getLong(0);
    }

    static LogBase base(LogRecord record) throws MalformedFrameException {
        return base(record.body().duplicate(), record.index(), record.term());
    }

    static GroupHead group(LogRecord record) throws MalformedFrameException {
        require(record, 3 * Long.BYTES);
        ByteBuffer body = record.body().duplicate();
        HardState hardState = new HardState(record.term(), record.index(), body.getLong());
        long lastIndex = body.getLong();
        long lastTerm = body.getLong();
        if (!body.hasRemaining()) {
            return new GroupHead(hardState, null, lastIndex, lastTerm);
        }
        require(record, 5 * Long.BYTES);
        long index = body.getLong();
        long term = body.getLong();
        return new GroupHead(hardState, base(body, index, term), lastIndex, lastTerm);
    }

    private static LogBase base(ByteBuffer body, long index, long term) throws MalformedFrameException {
        if (body.remaining() < Integer.BYTES) {
            throw new MalformedFrameException("a base without its number of chunks");
        }
        int chunks = body.getInt();
        Payload configuration = PayloadCodec.decode(body);
        if (!(configuration instanceof Configuration inForce)) {
            throw new MalformedFrameException("a base without a configuration");
        }
        return new LogBase(index, term, inForce, chunks);
    }

    private static void require(LogRecord record, int bytes) throws MalformedFrameException {
        if (record.body().remaining() < bytes) {
            throw new MalformedFrameException("a body of " + record.body().remaining() + " bytes");
        }
    }
}
