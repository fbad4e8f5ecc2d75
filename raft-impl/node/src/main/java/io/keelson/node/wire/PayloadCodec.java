package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Payload;
import io.keelson.node.session.CommandEnvelope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of an entry's {@link Payload}, the same in the durable log and in frames between members.
 *
 * <pre>
 * noop           kind:1 = 0
 * command        kind:1 = 1, length:4, bytes
 * configuration  kind:1 = 2, voters, outgoing, learners, each count:2, then ids:8, ascending; incarnations, count:2, then id:8, incarnation:8, by ascending ids
 * </pre>
 *
 * <p>Numbers are big-endian. A payload tells its own length, so payloads may follow one another. What {@link #decode} accepts, {@link #encode}
 * writes back bit for bit.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class PayloadCodec {
    /** The most ids in each part of a configuration. */
    public static final int MAX_MEMBERS = 1024;

    private static final byte NOOP = 0;
    private static final byte COMMAND = 1;
    private static final byte CONFIGURATION = 2;

    private PayloadCodec() {}

    /** Returns the exact number of bytes that {@link #encode} writes. */
    public static int size(Payload payload) {
        return switch (payload) {
            case Payload.Noop noop -> 1;
            case Payload.Command command -> 1 + Integer.BYTES + command.bytes().length();
            case Configuration configuration -> 1 + 4 * Short.BYTES + configuration.size();
        };
    }

    /**
     * Writes a payload at the buffer's position and moves it on.
     *
     * @param payload what to write, not null
     * @param out big-endian, with at least {@link #size} bytes remaining
     * @throws IllegalArgumentException if a part of a configuration has more than {@link #MAX_MEMBERS} ids
     */
    public static void encode(Payload payload, ByteBuffer out) {
        switch (payload) {
            case Payload.Noop noop -> out.put(NOOP);
            case Payload.Command command -> {
                out.put(COMMAND).putInt(command.bytes().length());
                command.bytes().putInto(out);
            }
            case Configuration configuration -> {
                out.put(CONFIGURATION);
                encodeIds(configuration.voters(), out);
                encodeIds(configuration.outgoing(), out);
                encodeIds(configuration.learners(), out);
                out.putShort((short) configuration.incarnations().size());
                configuration.incarnations().forEach((member, incarnation) -> out.putLong(member).putLong(incarnation));
            }
        }
    }

    private static void encodeIds(List<Long> ids, ByteBuffer out) {
        if (ids.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("a configuration has at most " + MAX_MEMBERS + " members, not " + ids.size());
        }
        out.putShort((short) ids.size());
        for (long id : ids) {
            out.putLong(id);
        }
    }

    /**
     * Reads a payload at the buffer's position and moves it past. Lengths are checked against what remains before anything is allocated.
     *
     * @param in big-endian; read up to its limit at most
     * @return a payload that owns its bytes, never null
     * @throws MalformedFrameException if the bytes are no payload; the buffer's position is then undefined
     */
    public static Payload decode(ByteBuffer in) throws MalformedFrameException {
        return decode(in, null);
    }

    /**
     * The same where payloads follow one another.
     *
     * @param in big-endian; read up to its limit at most
     * @param before the one before, null if there is none: what both begin with may be held by both
     * @return a payload that owns its bytes, but for those, never null
     * @throws MalformedFrameException if the bytes are no payload; the buffer's position is then undefined
     */
    public static Payload decode(ByteBuffer in, Payload before) throws MalformedFrameException {
        require(in, 1, "the kind of a payload");
        byte kind = in.get();
        return switch (kind) {
            case NOOP -> Payload.NOOP;
            case COMMAND -> decodeCommand(in, before);
            case CONFIGURATION -> decodeConfiguration(in);
            default -> throw new MalformedFrameException("a payload of unknown kind " + kind);
        };
    }

    private static Payload decodeCommand(ByteBuffer in, Payload before) throws MalformedFrameException {
        require(in, Integer.BYTES, "the length of a command");
        int length = in.getInt();
        if (length < 0) {
            throw new MalformedFrameException("a command of negative length " + length);
        }
        require(in, length, "a command");
        int headerLength = CommandEnvelope.sharedHeader(in, length);
        Bytes header = take(in, headerLength, before);
        return new Payload.Command(Bytes.join(header, take(in, length - headerLength)));
    }

    /** Takes what a command begins with from the one before, if it is the same. */
    private static Bytes take(ByteBuffer in, int header, Payload before) {
        if (header > 0 && before instanceof Payload.Command other && CommandEnvelope.sharedHeader(other.bytes()) == header && isNext(in, other.bytes(), header)) {
            in.position(in.position() + header);
            return other.bytes().upTo(header);
        }
        return take(in, header);
    }

    private static boolean isNext(ByteBuffer in, Bytes bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (in.get(in.position() + i) != bytes.at(i)) {
                return false;
            }
        }
        return true;
    }

    private static Bytes take(ByteBuffer in, int length) {
        byte[] content = new byte[length];
        in.get(content);
        return Bytes.wrap(content);
    }

    private static Payload decodeConfiguration(ByteBuffer in) throws MalformedFrameException {
        List<Long> voters = decodeIds(in, "voters");
        List<Long> outgoing = decodeIds(in, "outgoing voters");
        List<Long> learners = decodeIds(in, "learners");
        for (long learner : learners) {
            if (voters.contains(learner)) {
                throw new MalformedFrameException("member " + learner + " is both voter and learner");
            }
        }
        return new Configuration(voters, outgoing, learners, decodeIncarnations(new Configuration(voters, outgoing, learners), in));
    }

    private static SortedMap<Long, Long> decodeIncarnations(Configuration members, ByteBuffer in) throws MalformedFrameException {
        require(in, Short.BYTES, "the number of incarnations");
        int count = in.getShort();
        if (count < 0 || count > members.members().size()) {
            throw new MalformedFrameException("a configuration of " + members.members().size() + " members with " + count + " incarnations");
        }
        require(in, count * 2 * Long.BYTES, "incarnations");
        SortedMap<Long, Long> incarnations = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long member = in.getLong();
            long incarnation = in.getLong();
            boolean ascends = incarnations.isEmpty() || incarnations.lastKey() < member;
            if (!ascends || incarnation < 1 || !members.members().contains(member)) {
                throw new MalformedFrameException("a configuration that binds member " + member + " to incarnation " + incarnation);
            }
            incarnations.put(member, incarnation);
        }
        return incarnations;
    }

    private static List<Long> decodeIds(ByteBuffer in, String what) throws MalformedFrameException {
        require(in, Short.BYTES, "the number of " + what);
        int count = in.getShort();
        if (count < 0 || count > MAX_MEMBERS) {
            throw new MalformedFrameException("a configuration with " + count + " " + what);
        }
        require(in, count * Long.BYTES, what);
        List<Long> ids = new ArrayList<>(count);
        long previous = Configuration.NOBODY;
        for (int i = 0; i < count; i++) {
            long id = in.getLong();
            if (id <= previous) {
                throw new MalformedFrameException("the " + what + " of a configuration do not ascend: " + previous + ", " + id);
            }
            ids.add(id);
            previous = id;
        }
        return ids;
    }

    private static void require(ByteBuffer in, int bytes, String what) throws MalformedFrameException {
        if (in.remaining() < bytes) {
            throw new MalformedFrameException(what + " needs " + bytes + " bytes, " + in.remaining() + " remain");
        }
    }
}
