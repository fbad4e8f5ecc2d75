package io.keelson.simulation.world;

import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;

/** What a frame carries. */
final class FrameKinds {
    private FrameKinds() {}

    /** Returns the name of a frame's message, or of the frame if it carries none. */
    static String of(ByteBuffer bytes) {
        try {
            Frame frame = FrameCodec.decode(bytes.duplicate());
            return frame instanceof Frame.Protocol protocol ? protocol.message().getClass().getSimpleName() : frame.getClass().getSimpleName();
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }
}
