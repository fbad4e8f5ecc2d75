package io.keelson.node.wire;

/** Bytes that are not what a codec writes. Whoever decodes drops them as a whole; nothing was allocated on their word. */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param reason one line, not null
     */
    public MalformedFrameException(String reason) {
        super(reason);
    }
}
