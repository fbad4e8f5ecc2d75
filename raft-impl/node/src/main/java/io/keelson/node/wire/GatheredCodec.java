package io.keelson.node.wire;

import io.keelson.core.Message;
import io.keelson.node.wire.Frame.OfGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The body of a {@link Frame.OfSeveralGroups}: {@code count:4}, then for each message {@code group:8} and the message as in a frame of its own. */
final class GatheredCodec {
    private GatheredCodec() {}

    static FrameKind kind(Frame.OfSeveralGroups frame) {
        return frame.messages().getFirst().message() instanceof Message.AppendEntries ? FrameKind.HEARTBEATS : FrameKind.APPEND_ENTRIES_RESPONSES;
    }

    /** All of a kind are equally long. */
    static int size(Frame.OfSeveralGroups frame) {
        int each = Long.BYTES + MessageCodec.size(frame.messages().getFirst().message());
        return Math.addExact(Integer.BYTES, Math.multiplyExact(each, frame.messages().size()));
    }

    static void encode(Frame.OfSeveralGroups frame, ByteBuffer out) {
        out.putInt(frame.messages().size());
        for (OfGroup each : frame.messages()) {
            FrameCodec.requireOwn(frame.header(), each.message());
            out.putLong(each.group());
            MessageCodec.encode(each.message(), out);
        }
    }

    static Frame.OfSeveralGroups decode(FrameKind kind, FrameHeader header, FrameReader in) throws MalformedFrameException {
        if (header.group() != FrameHeader.NO_GROUP) {
            throw new MalformedFrameException("messages of several groups in a frame of group " + header.group());
        }
        FrameKind each = kind == FrameKind.HEARTBEATS ? FrameKind.APPEND_ENTRIES : FrameKind.APPEND_ENTRIES_RESPONSE;
        int count = in.count(Long.BYTES + (kind == FrameKind.HEARTBEATS ? MessageCodec.HEARTBEAT_BYTES : MessageCodec.APPEND_ENTRIES_RESPONSE_BYTES), "the number of messages");
        if (count == 0) {
            throw new MalformedFrameException("a frame of several messages has none");
        }
        List<OfGroup> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long group = in.atLeast(1, "a group");
            Message message = MessageCodec.decode(each, header, in);
            if (!Frame.OfSeveralGroups.mayGather(message)) {
                throw new MalformedFrameException("entries among heartbeats");
            }
            messages.add(new OfGroup(group, message));
        }
        return new Frame.OfSeveralGroups(header, messages);
    }
}
