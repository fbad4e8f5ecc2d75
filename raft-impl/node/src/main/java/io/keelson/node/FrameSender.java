package io.keelson.node;

import io.keelson.node.port.Network;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;

/** Sends this node's frames, until it stops. */
final class FrameSender {
    private final Network network;
    private final long memberId;
    private final long incarnation;
    private final NodeCounters counters;
    private boolean stopped;

    FrameSender(Network network, long memberId, long incarnation, NodeCounters counters) {
        this.network = network;
        this.memberId = memberId;
        this.incarnation = incarnation;
        this.counters = counters;
    }

    FrameHeader headerTo(long group, long member) {
        return new FrameHeader(group, memberId, incarnation, member);
    }

    FrameHeader headerToNode(long member) {
        return headerTo(FrameHeader.NO_GROUP, member);
    }

    void send(Frame frame) {
        if (!stopped) {
            counters.framesOut++;
            long to = frame.header().to();
            network.send(to, FrameCodec.encode(frame, bytes -> network.buffer(to, bytes)));
        }
    }

    /** Nothing is sent any more. */
    void stop() {
        stopped = true;
    }
}
