package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link Frame}:
 *
 * <pre>
 * magic:2  version:1  kind:1  group:8  from:8  fromIncarnation:8  to:8  body  crc32c:4
 * </pre>
 *
 * <p>Numbers are big-endian. The checksum covers all that precedes it: an entry damaged between two disks is found before it is in a second log.
 * Every length and count is checked against the bytes that remain before anything is allocated, and a frame has exactly one
 * encoding. How a frame is delimited is the transport's business.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class FrameCodec {
    /** The newest version of frames that this codec speaks, carried in {@link Hello}. */
    public static final int PROTOCOL_VERSION = 6;

    /** The version from which on a node understands {@link Frame.OfSeveralGroups}. */
    public static final int GATHERING_VERSION = 5;

    /** The version from which on a node says where it is ({@link Introduction}) to those that it dials. */
    public static final int INTRODUCING_VERSION = 6;

    /** The oldest version of frames that this codec speaks. */
    public static final int OLDEST_VERSION = 4;

    /** The bytes of a frame besides its body. */
    static final int OVERHEAD = 4 + 4 * Long.BYTES + Integer.BYTES;

    /** The fields of a chunk of a snapshot between the message and the content. */
    private static final int CHUNK_HEAD = 3 * Integer.BYTES + Long.BYTES;

    private static final short MAGIC = 0x4b46;

    /** Where in a frame its sender stands. */
    private static final int FROM_AT = 4 + Long.BYTES;

    private FrameCodec() {}

    /**
     * Encodes a frame.
     *
     * @param frame not null; a protocol message's {@code from}, {@code fromIncarnation} and {@code to} are the header's, and its entries follow {@code prevLogIndex} without gaps
     * @return a fresh buffer, from position 0 to limit
     * @throws IllegalArgumentException if the frame contradicts itself
     */
    public static ByteBuffer encode(Frame frame) {
        return encode(frame, ByteBuffer::allocate);
    }

    /**
     * Encodes a frame where the caller wants it.
     *
     * @param frame as above
     * @param place asked once for a big-endian buffer of the frame's length
     * @return that buffer, from position 0 to limit
     * @throws IllegalArgumentException if the frame contradicts itself
     */
    public static ByteBuffer encode(Frame frame, IntFunction<ByteBuffer> place) {
        ByteBuffer out =
                switch (frame) {
                    case Frame.Protocol protocol -> {
                        if (protocol.message() instanceof Message.InstallSnapshot) {
                            throw new IllegalArgumentException("a chunk of a snapshot without its bytes: " + protocol);
                        }
                        yield encodeMessage(place, protocol.header(), protocol.message(), 0);
                    }
                    case Frame.SnapshotChunk chunk -> {
                        byte[] content = chunk.content().shared();
                        yield encodeMessage(place, chunk.header(), chunk.message(), CHUNK_HEAD + content.length)
                                .putInt(chunk.chunkBytes())
                                .putLong(chunk.bytes())
                                .putInt(chunk.checksum())
                                .putInt(content.length)
                                .put(content);
                    }
                    case Frame.ForwardedCommand command -> {
                        byte[] envelope = command.envelope().shared();
                        yield begin(place, FrameKind.FORWARDED_COMMAND, command.header(), 2 * Long.BYTES + Integer.BYTES + envelope.length)
                                .putLong(command.term())
                                .putLong(command.correlation())
                                .putInt(envelope.length)
                                .put(envelope);
                    }
                    case Frame.Removed removed -> begin(place, FrameKind.REMOVED, removed.header(), 0);
                    case Frame.ForwardedOutcome answer -> {
                        byte[] outcome = OutcomeCodec.encode(answer.outcome());
                        yield begin(place, FrameKind.FORWARDED_OUTCOME, answer.header(), Long.BYTES + outcome.length)
                                .putLong(answer.correlation())
                                .put(outcome);
                    }
                    case Frame.OfSeveralGroups several -> {
                        ByteBuffer body = begin(place, GatheredCodec.kind(several), several.header(), GatheredCodec.size(several));
                        GatheredCodec.encode(several, body);
                        yield body;
                    }
                    case Frame.Beat beat -> {
                        ByteBuffer body = begin(place, FrameKind.BEAT, beat.header(), BeatCodec.size(beat));
                        BeatCodec.encode(beat, body);
                        yield body;
                    }
                };
        return out.putInt(checksum(out.duplicate().flip())).flip();
    }

    private static ByteBuffer encodeMessage(IntFunction<ByteBuffer> place, FrameHeader header, Message message, int moreBytes) {
        requireOwn(header, message);
        ByteBuffer out = begin(place, MessageCodec.kind(message), header, Math.addExact(MessageCodec.size(message), moreBytes));
        MessageCodec.encode(message, out);
        return out;
    }

    /** What stands in the header stands there alone. */
    static void requireOwn(FrameHeader header, Message message) {
        if (message.from() != header.from() || message.fromIncarnation() != header.fromIncarnation() || message.to() != header.to()) {
            throw new IllegalArgumentException("the header of " + header + " is not that of " + message);
        }
    }

    private static ByteBuffer begin(IntFunction<ByteBuffer> place, FrameKind kind, FrameHeader header, int bodyBytes) {
        return place.apply(Math.addExact(OVERHEAD, bodyBytes))
                .putShort(MAGIC)
                .put(kind.version())
                .put(kind.code())
                .putLong(header.group())
                .putLong(header.from())
                .putLong(header.fromIncarnation())
                .putLong(header.to());
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /**
     * Decodes a frame.
     *
     * @param bytes big-endian, from position to limit, which must be exactly one frame; the position is undefined afterwards
     * @return a frame that owns its bytes, never null
     * @throws MalformedFrameException if the bytes are no frame of this version
     */
    public static Frame decode(ByteBuffer bytes) throws MalformedFrameException {
        if (bytes.remaining() < OVERHEAD) {
            throw new MalformedFrameException("a frame has at least " + OVERHEAD + " bytes, not " + bytes.remaining());
        }
        int end = bytes.limit() - Integer.BYTES;
        FrameReader in = new FrameReader(bytes.slice(bytes.position(), end - bytes.position()));
        FrameKind kind = decodeOpening(in);
        int expected = bytes.getInt(end);
        if (checksum(bytes.slice(bytes.position(), end - bytes.position())) != expected) {
            throw new MalformedFrameException("the checksum of a frame does not match: it was damaged on its way");
        }
        FrameHeader header = new FrameHeader(
                in.atLeast(kind.isOfNode() ? FrameHeader.NO_GROUP : 1, "group"), in.atLeast(1, "from"), in.anyLong("fromIncarnation"), in.atLeast(1, "to"));
        Frame frame = decodeBody(kind, header, in);
        in.end();
        return frame;
    }

    /**
     * Says why a frame can't have come over a connection that began with this hello: it names another sender, or another life of the sender's data directory.
     *
     * @param frame from position to limit; left as it is
     * @param hello of the other end
     * @return null if the frame names the speaker, or is too short to name anybody, for which {@link #decode} refuses it; else one line
     */
    public static String whyNotFrom(ByteBuffer frame, Hello hello) {
        if (frame.remaining() < OVERHEAD) {
            return null;
        }
        long from = frame.getLong(frame.position() + FROM_AT);
        long incarnation = frame.getLong(frame.position() + FROM_AT + Long.BYTES);
        if (from == hello.memberId() && incarnation == hello.incarnation()) {
            return null;
        }
        return "it greeted as member " + hello.memberId() + " (incarnation " + hello.incarnation() + ") and sent a frame of member " + from + " (incarnation "
                + incarnation + ")";
    }

    /** Magic and version come first, so that a stranger and another version are told apart from damage. */
    private static FrameKind decodeOpening(FrameReader in) throws MalformedFrameException {
        int magic = (in.oneByte("magic") & 0xff) << 8 | in.oneByte("magic") & 0xff;
        if (magic != MAGIC) {
            throw new MalformedFrameException("not a frame: it opens with 0x" + Integer.toHexString(magic));
        }
        byte version = in.oneByte("version");
        if (version < OLDEST_VERSION || version > PROTOCOL_VERSION) {
            throw new MalformedFrameException("a frame of version " + version + "; this node speaks versions " + OLDEST_VERSION + " to " + PROTOCOL_VERSION);
        }
        FrameKind kind = FrameKind.of(in.oneByte("kind"));
        if (version != kind.version()) {
            throw new MalformedFrameException("a frame of kind " + kind.code() + " is of version " + kind.version() + ", not " + version);
        }
        return kind;
    }

    private static Frame decodeBody(FrameKind kind, FrameHeader header, FrameReader in) throws MalformedFrameException {
        return switch (kind) {
            case FORWARDED_COMMAND -> new Frame.ForwardedCommand(
                    header, in.anyLong("term"), in.anyLong("correlation"), in.bytes("an envelope"));
            case FORWARDED_OUTCOME -> new Frame.ForwardedOutcome(header, in.anyLong("correlation"), OutcomeCodec.decode(in));
            case BEAT -> decodeBeat(header, in);
            case HEARTBEATS, APPEND_ENTRIES_RESPONSES -> GatheredCodec.decode(kind, header, in);
            case REMOVED -> new Frame.Removed(header);
            case INSTALL_SNAPSHOT -> decodeChunk(header, (Message.InstallSnapshot) MessageCodec.decode(kind, header, in), in);
            case PRE_VOTE,
                    PRE_VOTE_RESPONSE,
                    REQUEST_VOTE,
                    REQUEST_VOTE_RESPONSE,
                    APPEND_ENTRIES,
                    APPEND_ENTRIES_RESPONSE,
                    READ_INDEX_REQUEST,
                    READ_INDEX_RESPONSE,
                    INSTALL_SNAPSHOT_RESPONSE,
                    TIMEOUT_NOW -> new Frame.Protocol(header, MessageCodec.decode(kind, header, in));
        };
    }

    private static Frame decodeBeat(FrameHeader header, FrameReader in) throws MalformedFrameException {
        if (header.group() != FrameHeader.NO_GROUP) {
            throw new MalformedFrameException("a beat about group " + header.group() + ": it is about all that rest");
        }
        return BeatCodec.decode(header, in);
    }

    /** The sizes must agree with each other: nobody makes room for a snapshot that can't be. */
    private static Frame decodeChunk(FrameHeader header, Message.InstallSnapshot message, FrameReader in) throws MalformedFrameException {
        int chunkBytes = in.intAtLeast(1, "the size of a chunk");
        long bytes = in.atLeast(1, "the size of a snapshot");
        int checksum = in.anyInt("the checksum of a snapshot");
        Bytes content = in.bytes("a chunk");
        ChunkSizes announced = new ChunkSizes(message.base().chunks(), chunkBytes, bytes);
        boolean agrees = announced.isPlausible()
                && message.chunk() <= message.base().chunks()
                && content.length() == announced.sizeOf(message.chunk());
        if (!agrees) {
            throw new MalformedFrameException("chunk " + message.chunk() + " of " + message.base().chunks() + " with " + content.length() + " bytes, of a snapshot of " + bytes
                    + " bytes in chunks of " + chunkBytes);
        }
        return new Frame.SnapshotChunk(header, message, chunkBytes, bytes, checksum, content);
    }
}
