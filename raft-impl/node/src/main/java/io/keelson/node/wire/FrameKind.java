package io.keelson.node.wire;

/**
 * What a frame holds. A kind's code is its number on the wire and never changes; its version is the one of the protocol in which its bytes became what they are, and stands in each frame of
 * it: a node that knows a later version speaks to one that does not with the kinds that both know.
 */
enum FrameKind {
    PRE_VOTE(1),
    PRE_VOTE_RESPONSE(2),
    REQUEST_VOTE(3),
    REQUEST_VOTE_RESPONSE(4),
    APPEND_ENTRIES(5),
    APPEND_ENTRIES_RESPONSE(6),
    READ_INDEX_REQUEST(7),
    READ_INDEX_RESPONSE(8),
    INSTALL_SNAPSHOT(9),
    INSTALL_SNAPSHOT_RESPONSE(10),
    TIMEOUT_NOW(11),
    FORWARDED_COMMAND(32),
    FORWARDED_OUTCOME(33),
    BEAT(34),
    REMOVED(35),
    HEARTBEATS(36, FrameCodec.GATHERING_VERSION),
    APPEND_ENTRIES_RESPONSES(37, FrameCodec.GATHERING_VERSION);

    /** Of the kinds that a first build of this protocol knew. */
    private static final int FIRST_VERSION = 4;

    private static final FrameKind[] BY_CODE = new FrameKind[38];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;
    private final byte version;

    FrameKind(int code) {
        this(code, FIRST_VERSION);
    }

    FrameKind(int code, int version) {
        this.code = (byte) code;
        this.version = (byte) version;
    }

    byte code() {
        return code;
    }

    byte version() {
        return version;
    }

    /** Says whether its frames are about a node, and name no group in their headers. */
    boolean isOfNode() {
        return this == BEAT || this == HEARTBEATS || this == APPEND_ENTRIES_RESPONSES;
    }

    static FrameKind of(byte code) throws MalformedFrameException {
        FrameKind kind = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (kind == null) {
            throw new MalformedFrameException("a frame of unknown kind " + code);
        }
        return kind;
    }
}
