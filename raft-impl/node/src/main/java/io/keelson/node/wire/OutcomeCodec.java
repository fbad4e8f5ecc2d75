package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an {@link Outcome}: {@code kind:1}, a number where there is one ({@code index} or {@code leader}), {@code length:4}, then the answer or
 * the reason in UTF-8.
 */
final class OutcomeCodec {
    private static final byte DONE = 0;
    private static final byte NOT_APPLIED = 1;
    private static final byte UNKNOWN = 2;
    private static final byte REFUSED = 3;

    private OutcomeCodec() {}

    static byte[] encode(Outcome<Bytes> outcome) {
        return switch (outcome) {
            case Outcome.Done<Bytes> done -> withNumber(DONE, done.index(), done.value().shared());
            case Outcome.NotApplied<Bytes> not -> withNumber(NOT_APPLIED, not.leader(), utf8(not.reason()));
            case Outcome.Unknown<Bytes> unknown -> withoutNumber(UNKNOWN, utf8(unknown.reason()));
            case Outcome.Refused<Bytes> refused -> withoutNumber(REFUSED, utf8(refused.reason()));
        };
    }

    private static byte[] withNumber(byte kind, long number, byte[] content) {
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + content.length)
                .put(kind)
                .putLong(number)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] withoutNumber(byte kind, byte[] content) {
        return ByteBuffer.allocate(1 + Integer.BYTES + content.length)
                .put(kind)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Outcome<Bytes> decode(FrameReader in) throws MalformedFrameException {
        byte kind = in.oneByte("the kind of an outcome");
        return switch (kind) {
            case DONE -> new Outcome.Done<>(in.atLeast(0, "index"), in.bytes("an answer"));
            case NOT_APPLIED -> {
                long leader = in.atLeast(0, "leader");
                yield new Outcome.NotApplied<>(in.text("a reason"), leader);
            }
            case UNKNOWN -> new Outcome.Unknown<>(in.text("a reason"));
            case REFUSED -> new Outcome.Refused<>(in.text("a reason"));
            default -> throw new MalformedFrameException("an outcome of unknown kind " + kind);
        };
    }
}
