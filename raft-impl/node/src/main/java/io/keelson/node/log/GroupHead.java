package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Payload;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;

/**
 * What every segment repeats of a group, so that only entries keep older segments: its hard state and where its log begins. Also the bytes of both, which are the
 * bodies of their records.
 *
 * <pre>
 * hard state     lostIndex:8
 * base           chunks:4, dropsRest:1, configuration
 * </pre>
 *
 * @param hardState the last one written, null if none was
 * @param base the last one written, null if none was
 */
record GroupHead(HardState hardState, LogBase base) {
    /** Nothing was written of the group yet. */
    static final GroupHead NONE = new GroupHead(null, null);

    /** The length of a hard state's body. */
    static final int HARD_STATE_LENGTH = Long.BYTES;

    GroupHead with(HardState latest) {
        return new GroupHead(latest, base);
    }

    GroupHead with(LogBase latest) {
        return new GroupHead(hardState, latest);
    }

    /** The bytes that its records take. */
    int length() {
        return (hardState == null ? 0 : RecordCodec.padded(HARD_STATE_LENGTH)) + (base == null ? 0 : RecordCodec.padded(baseLength(base)));
    }

    /** The length of a base's body. */
    static int baseLength(LogBase base) {
        return Integer.BYTES + 1 + PayloadCodec.size(base.configuration());
    }

    static void encodeBase(LogBase base, boolean dropsRest, ByteBuffer out) {
        out.putInt(base.chunks()).put((byte) (dropsRest ? 1 : 0));
        PayloadCodec.encode(base.configuration(), out);
    }

    static HardState decodeHardState(LogRecord record) throws MalformedFrameException {
        if (record.body().remaining() != HARD_STATE_LENGTH) {
            throw new MalformedFrameException("a hard state of " + record.body().remaining() + " bytes");
        }
        return new HardState(record.term(), record.index(), record.body().getLong(record.body().position()));
    }

    static LogBase decodeBase(LogRecord record) throws MalformedFrameException {
        ByteBuffer body = record.body().duplicate();
        if (body.remaining() <= Integer.BYTES) {
            throw new MalformedFrameException("a base of " + body.remaining() + " bytes");
        }
        int chunks = body.getInt();
        body.get();
        Payload configuration = PayloadCodec.decode(body);
        if (!(configuration instanceof Configuration inForce)) {
            throw new MalformedFrameException("a base without a configuration");
        }
        return new LogBase(record.index(), record.term(), inForce, chunks);
    }

    /** Says whether what follows a base goes as well. */
    static boolean dropsRest(LogRecord base) {
        return base.body().get(base.body().position() + Integer.BYTES) != 0;
    }
}
