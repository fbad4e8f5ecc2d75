package io.keelson.node.netty;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes the frames that arrive. */
@FunctionalInterface
public interface FrameReceiver {
    /**
     * A frame has arrived. Called on the transport's thread; returns at once.
     *
     * @param frame a fresh buffer, owned by the receiver
     * @param verdict to be told once, on any thread, when the frame has been dealt with: null, or in one line why its connection must be closed
     */
    void receive(ByteBuffer frame, Consumer<String> verdict);
}
