package io.keelson.node.session;

import io.keelson.core.Bytes;
import java.nio.ByteBuffer;

/**
 * What the payload of a command entry holds: the client's command, and what the library adds to it.
 *
 * @param kind what is asked
 * @param wallMillis the proposing leader's wall clock, in milliseconds since the Unix epoch; 0 until a leader has stamped it
 * @param session the client's session, 0 if none; with {@link Kind#OPEN_SESSION} its time to live in milliseconds; with a change of the table of members the
 *     member's id
 * @param sequence the command's number in its session, 0 if none
 * @param command the state machine's command, or a member's context; empty unless there is one
 */
public record CommandEnvelope(Kind kind, long wallMillis, long session, long sequence, Bytes command) {
    private static final int HEADER = 1 + 3 * Long.BYTES;

    /** What is asked. */
    public enum Kind {
        /** Apply the command, once for each time it is in the log. */
        COMMAND,
        /** Apply the command unless its session has had it before. */
        SESSION_COMMAND,
        /** Open a session. */
        OPEN_SESSION,
        /** Enter a new member, if nobody has or had its id, into the {@link MemberTable}. */
        CLAIM_MEMBER,
        /** Change what is known of a member. */
        SET_MEMBER,
        /** Forget a member for good. */
        FORGET_MEMBER
    }

    /** A command outside of any session. */
    public static CommandEnvelope command(Bytes command) {
        return new CommandEnvelope(Kind.COMMAND, 0, 0, 0, command);
    }

    /** A command of a session. */
    public static CommandEnvelope inSession(long session, long sequence, Bytes command) {
        return new CommandEnvelope(Kind.SESSION_COMMAND, 0, session, sequence, command);
    }

    /** A request for a session. */
    public static CommandEnvelope openSession(long timeToLiveMillis) {
        return new CommandEnvelope(Kind.OPEN_SESSION, 0, timeToLiveMillis, 0, Bytes.EMPTY);
    }

    /**
     * A change of the {@link MemberTable}.
     *
     * @param kind {@link Kind#CLAIM_MEMBER}, {@link Kind#SET_MEMBER} or {@link Kind#FORGET_MEMBER}
     * @param member whom it is about
     * @param context what shall be known of it, empty to forget it
     */
    public static CommandEnvelope ofMember(Kind kind, long member, Bytes context) {
        return new CommandEnvelope(kind, 0, member, 0, context);
    }

    /** The same with a leader's time on it. */
    public CommandEnvelope stamped(long millis) {
        return new CommandEnvelope(kind, millis, session, sequence, command);
    }

    /** Returns the encoded form. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + command.length());
        out.put((byte) kind.ordinal()).putLong(wallMillis).putLong(session).putLong(sequence);
        out.put(command.shared());
        return Bytes.wrap(out.array());
    }

    /**
     * Reads the encoded form.
     *
     * @param encoded as {@link #encode} made it
     * @return the envelope, null if these bytes are not one
     */
    public static CommandEnvelope decode(Bytes encoded) {
        if (encoded.length() < HEADER || encoded.at(0) < 0 || encoded.at(0) >= Kind.values().length) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(encoded.shared());
        Kind kind = Kind.values()[in.get()];
        long wallMillis = in.getLong();
        long session = in.getLong();
        long sequence = in.getLong();
        byte[] command = new byte[in.remaining()];
        in.get(command);
        return new CommandEnvelope(kind, wallMillis, session, sequence, Bytes.wrap(command));
    }
}
