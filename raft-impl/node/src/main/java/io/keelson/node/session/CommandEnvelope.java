package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.placement.GroupCommand;
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
     * What {@link #decode} returns for an entry that this envelope was stamped and encoded for.
     *
     * @param encoded the entry's bytes
     */
    CommandEnvelope asIn(Bytes encoded) {
        CommandEnvelope found = stamped(encoded.longAt(1));
        assert found.equals(decode(encoded)) : "an entry is not what was proposed for its index and term";
        return found;
    }

    /** Returns the encoded form, which holds the command itself and no copy. */
    public Bytes encode() {
        ByteBuffer header = ByteBuffer.allocate(headerBytes(kind)).put((byte) kind.ordinal()).putLong(wallMillis);
        if (kind != Kind.COMMAND) {
            header.putLong(session).putLong(sequence);
        }
        return Bytes.join(Bytes.wrap(header.array()), command);
    }

    /**
     * Returns the encoded form of the same with a leader's time on it.
     *
     * @param millis the time
     * @param before what was made of another, null if none was: of two of the same time outside of any session both hold the same header
     */
    public Bytes encodeStamped(long millis, Bytes before) {
        boolean isShared = before != null && kind == Kind.COMMAND && sharedHeader(before) == SHORT_HEADER && before.longAt(1) == millis;
        return isShared ? Bytes.join(before.upTo(SHORT_HEADER), command) : stamped(millis).encode();
    }

    /**
     * Returns how many bytes, before a command outside of any session, are the same for all commands that a leader has stamped together: worth keeping once for all of them. 0 if these bytes
     * are anything else.
     */
    public static int sharedHeader(Bytes encoded) {
        return kindOf(encoded) == Kind.COMMAND ? SHORT_HEADER : 0;
    }

    /** The same for bytes that begin at the buffer's position and are so many; the buffer stays as it is. */
    public static int sharedHeader(ByteBuffer in, int length) {
        return length >= SHORT_HEADER && in.get(in.position()) == Kind.COMMAND.ordinal() ? SHORT_HEADER : 0;
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
        boolean inSession = kind != Kind.COMMAND;
        return new CommandEnvelope(
                kind,
                encoded.longAt(1),
                inSession ? encoded.longAt(SHORT_HEADER) : 0,
                inSession ? encoded.longAt(SHORT_HEADER + Long.BYTES) : 0,
                encoded.from(header));
    }
}
