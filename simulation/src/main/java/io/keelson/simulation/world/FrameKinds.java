package io.keelson.simulation.world;

import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;

/** What a frame carries. */
final class FrameKinds {
    private FrameKinds() {}

    /** Returns the name of a frame's message, or of its messages, which are all of one kind; of the frame if it carries none. They are those that a schedule may drop. */
    static String of(ByteBuffer bytes) {
        try {
            return switch (FrameCodec.decode(bytes.duplicate())) {
                case Frame.Protocol protocol -> protocol.message().getClass().getSimpleName();
                case Frame.OfSeveralGroups several -> several.messages().getFirst().message().getClass().getSimpleName();
                case Frame.SnapshotChunk chunk -> chunk.message().getClass().getSimpleName();
                case Frame other -> other.getClass().getSimpleName();
            };
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }
}
