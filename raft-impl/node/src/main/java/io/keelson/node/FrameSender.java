package io.keelson.node;

import io.keelson.core.Message;
import io.keelson.node.port.Network;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Sends this node's frames, until it stops. Heartbeats of several groups to one node that fall into one batch travel as one frame, and so do their answers, if the node understands that;
 * everything else is sent at once.
 */
final class FrameSender {
    /** A frame of so many takes some 60 KiB. */
    private static final int MOST_GATHERED = 1024;

    private final Network network;
    private final long memberId;
    private final long incarnation;
    private final NodeCounters counters;
    /** What the batch has for each node. */
    private final TreeMap<Long, Gathered> gathered = new TreeMap<>();
    private boolean stopped;

    private static final class Gathered {
        private final List<Frame.OfGroup> heartbeats = new ArrayList<>();
        private final List<Frame.OfGroup> answers = new ArrayList<>();
    }

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
        if (frame instanceof Frame.Protocol protocol && mayGather(protocol)) {
            gather(protocol);
        } else {
            transmit(frame);
        }
    }

    private boolean mayGather(Frame.Protocol frame) {
        return Frame.OfSeveralGroups.mayGather(frame.message()) && network.understands(frame.header().to(), FrameCodec.GATHERING_VERSION);
    }

    private void gather(Frame.Protocol frame) {
        long to = frame.header().to();
        Gathered same = gathered.computeIfAbsent(to, none -> new Gathered());
        List<Frame.OfGroup> kind = frame.message() instanceof Message.AppendEntries ? same.heartbeats : same.answers;
        kind.add(new Frame.OfGroup(frame.header().group(), frame.message()));
        if (kind.size() == MOST_GATHERED) {
            release(to, kind);
        }
    }

    /** The batch is over: what it has gathered leaves. */
    void flush() {
        gathered.forEach((to, kinds) -> {
            release(to, kinds.heartbeats);
            release(to, kinds.answers);
        });
    }

    private void release(long to, List<Frame.OfGroup> messages) {
        if (messages.size() == 1) {
            transmit(new Frame.Protocol(headerTo(messages.getFirst().group(), to), messages.getFirst().message()));
        } else if (messages.size() > 1) {
            transmit(new Frame.OfSeveralGroups(headerToNode(to), messages));
        }
        messages.clear();
    }

    private void transmit(Frame frame) {
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
