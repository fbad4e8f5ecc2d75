package io.keelson.node.wire;

/** What a frame holds. A kind's code is its number on the wire and never changes. */
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
    REMOVED(35);

    private static final FrameKind[] BY_CODE = new FrameKind[36];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;

    FrameKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static FrameKind of(byte code) throws MalformedFrameException {
        FrameKind kind = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (kind == null) {
            throw new MalformedFrameException("a frame of unknown kind " + code);
        }
        return kind;
    }
}
