package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.placement.GroupCommand;
import java.nio.ByteBuffer;
import java.util.Arrays;

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
    /** The kind and the time, which is all that precedes a command outside of any session: most commands are, and each byte is written to each member's disk. */
    private static final int SHORT_HEADER = 1 + Long.BYTES;

    private static final int HEADER = SHORT_HEADER + 2 * Long.BYTES;

    private static final Kind[] KINDS = Kind.values();

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
        FORGET_MEMBER,
        /** Change who belongs to the group: on its way to the leader only, which appends a configuration. */
        CHANGE_MEMBERSHIP,
        /** Change what groups there shall be, in the {@link io.keelson.node.placement.GroupTable} of the metadata group. */
        CHANGE_GROUPS
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

    /** A change of what groups there shall be. */
    public static CommandEnvelope ofGroups(GroupCommand change) {
        return new CommandEnvelope(Kind.CHANGE_GROUPS, 0, 0, 0, change.encode());
    }

    /** The same with a leader's time on it. */
    public CommandEnvelope stamped(long millis) {
        return new CommandEnvelope(kind, millis, session, sequence, command);
    }

    /**
     * What {@link #decode} returns for an entry that this envelope was stamped and encoded for, without another copy of the command.
     *
     * @param encoded the entry's bytes
     */
    CommandEnvelope asIn(Bytes encoded) {
        CommandEnvelope found = stamped(ByteBuffer.wrap(encoded.shared()).getLong(1));
        assert found.equals(decode(encoded)) : "an entry is not what was proposed for its index and term";
        return found;
    }

    /** Returns the encoded form. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(headerBytes(kind) + command.length());
        out.put((byte) kind.ordinal()).putLong(wallMillis);
        if (kind != Kind.COMMAND) {
            out.putLong(session).putLong(sequence);
        }
        out.put(command.shared());
        return Bytes.wrap(out.array());
    }

    private static int headerBytes(Kind kind) {
        return kind == Kind.COMMAND ? SHORT_HEADER : HEADER;
    }

    /** Returns what an encoded form asks for, without reading the rest; null if these bytes are none. */
    public static Kind kindOf(Bytes encoded) {
        boolean isKnown = encoded.length() >= SHORT_HEADER && encoded.at(0) >= 0 && encoded.at(0) < KINDS.length;
        return isKnown && encoded.length() >= headerBytes(KINDS[encoded.at(0)]) ? KINDS[encoded.at(0)] : null;
    }

    /**
     * Reads the encoded form.
     *
     * @param encoded as {@link #encode} made it
     * @return the envelope, null if these bytes are not one
     */
    public static CommandEnvelope decode(Bytes encoded) {
        Kind kind = kindOf(encoded);
        if (kind == null) {
            return null;
        }
        int header = headerBytes(kind);
        ByteBuffer in = ByteBuffer.wrap(encoded.shared());
        long wallMillis = in.getLong(1);
        boolean inSession = kind != Kind.COMMAND;
        byte[] command = Arrays.copyOfRange(encoded.shared(), header, encoded.length());
        return new CommandEnvelope(
                kind,
                wallMillis,
                inSession ? in.getLong(SHORT_HEADER) : 0,
                inSession ? in.getLong(SHORT_HEADER + Long.BYTES) : 0,
                Bytes.wrap(command));
    }
}
