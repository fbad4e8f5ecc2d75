package io.keelson.node;

import io.keelson.core.Event;
import io.keelson.core.Message;
import io.keelson.node.log.DurableLog;
import io.keelson.node.log.Payloads;
import io.keelson.node.session.CommandEnvelope;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/** Judges the frames that arrive, and hands each to its group. */
final class FrameAcceptance {
    private final long memberId;
    private final TreeMap<Long, Group> groups;
    private final DurableLog log;
    private final Requests requests;
    private final Forwarding forwarding;
    private final FrameSender sender;
    private final Resting resting;
    private final NodeCounters counters;

    FrameAcceptance(
            long memberId, TreeMap<Long, Group> groups, DurableLog log, Requests requests, Forwarding forwarding, FrameSender sender, Resting resting, NodeCounters counters) {
        this.memberId = memberId;
        this.groups = groups;
        this.log = log;
        this.requests = requests;
        this.forwarding = forwarding;
        this.sender = sender;
        this.resting = resting;
        this.counters = counters;
    }

    /** Takes a frame. Returns null if it was well formed and for us; else, in one line, why not. */
    String accept(ByteBuffer bytes) {
        Frame frame;
        try {
            frame = FrameCodec.decode(bytes);
        } catch (MalformedFrameException malformed) {
            return malformed.getMessage();
        }
        FrameHeader header = frame.header();
        String misdirected = whyMisdirected(header);
        if (misdirected != null) {
            return misdirected;
        }
        return switch (frame) {
            case Frame.Beat beat -> {
                resting.received(beat);
                yield null;
            }
            case Frame.OfSeveralGroups several -> {
                for (Frame.OfGroup each : several.messages()) {
                    Group group = groupOf(each.group(), header.from());
                    if (group != null) {
                        receive(group, each.message());
                    }
                }
                yield null;
            }
            default -> {
                Group group = groupOf(header.group(), header.from());
                yield group == null ? null : accept(group, frame);
            }
        };
    }

    /** Returns the group that a member may speak of; null if it is not here, or the member was removed from it, which it is told. */
    private Group groupOf(long id, long from) {
        Group group = groups.get(id);
        if (group == null) {
            // It is not here yet, or no longer: no fault of the connection's, which carries other groups as well.
            counters.framesRejected++;
            return null;
        }
        if (group.isRemoved(from)) {
            sender.send(new Frame.Removed(sender.headerTo(id, from)));
            return null;
        }
        return group;
    }

    private String accept(Group group, Frame frame) {
        switch (frame) {
            case Frame.Protocol protocol -> receive(group, protocol.message());
            case Frame.SnapshotChunk chunk -> {
                return group.snapshots.offer(chunk, () -> group.step(new Event.Receive(chunk.message())));
            }
            case Frame.ForwardedCommand command -> {
                return acceptForwarded(group, command);
            }
            case Frame.ForwardedOutcome outcome -> forwarding.answered(outcome);
            case Frame.Removed removed -> group.removedBy(removed.header().from());
            case Frame.Beat beat -> throw new AssertionError(beat);
            case Frame.OfSeveralGroups several -> throw new AssertionError(several);
        }
        return null;
    }

    /** Entries for which a full disk has no room are as good as lost on the way: the leader sends them again, and votes keep the room that is left. */
    private void receive(Group group, Message message) {
        boolean fits = !(message instanceof Message.AppendEntries append)
                || append.entries().isEmpty()
                || log.hasRoomFor(new Payloads(append.entries()));
        if (fits) {
            group.step(new Event.Receive(message));
        }
    }

    /** Whether the sender's directory is the one that the group knows is the protocol's business: what is not counted does no harm. */
    private String whyMisdirected(FrameHeader header) {
        if (header.to() != memberId) {
            return "a frame for member " + header.to() + " came to member " + memberId;
        }
        return null;
    }

    private String acceptForwarded(Group group, Frame.ForwardedCommand frame) {
        CommandEnvelope envelope = CommandEnvelope.decode(frame.envelope());
        if (envelope == null) {
            return "a forwarded command without an envelope";
        }
        if (envelope.kind() == CommandEnvelope.Kind.CHANGE_MEMBERSHIP && MembershipChange.of(envelope) == null) {
            return "a change of membership of unknown kind " + envelope.sequence();
        }
        if (!forwarding.mayHaveTaken(group, frame)) {
            FrameHeader back = sender.headerTo(group.id, frame.header().from());
            long correlation = frame.correlation();
            requests.submit(group, envelope, false, outcome -> sender.send(new Frame.ForwardedOutcome(back, correlation, outcome)));
        }
        return null;
    }
}
