package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import io.keelson.node.Outcome;
import java.util.List;

/** What one node sends to another: the unit that the network loses, delays or repeats, whole. */
public sealed interface Frame {
    /** Who speaks to whom, and about which group. */
    FrameHeader header();

    /**
     * A message of the protocol, but for InstallSnapshot, which is a {@link SnapshotChunk}.
     *
     * @param header its {@code from} and {@code to} are those of the message
     * @param message not null
     */
    record Protocol(FrameHeader header, Message message) implements Frame {}

    /**
     * Messages of several groups between the same two nodes: heartbeats, or answers to AppendEntries. Each is what a {@link Protocol} of its own would be.
     *
     * @param header names no group; its {@code from} and {@code to} are those of the messages
     * @param messages at least one; either all are AppendEntries without entries, or all are AppendEntriesResponses
     */
    record OfSeveralGroups(FrameHeader header, List<OfGroup> messages) implements Frame {
        public OfSeveralGroups {
            messages = List.copyOf(messages);
            Class<?> kind = messages.getFirst().message().getClass();
            for (OfGroup each : messages) {
                if (!mayGather(each.message()) || each.message().getClass() != kind) {
                    throw new IllegalArgumentException("neither heartbeats alone nor answers alone: " + messages);
                }
            }
        }

        /** Says whether a message is one that may be sent together with others. */
        public static boolean mayGather(Message message) {
            return message instanceof Message.AppendEntriesResponse || message instanceof Message.AppendEntries append && append.entries().isEmpty();
        }
    }

    /**
     * A group's message among those of several groups.
     *
     * @param group the group, from 1
     * @param message not null
     */
    record OfGroup(long group, Message message) {}

    /**
     * An InstallSnapshot with the bytes that the protocol knows nothing of.
     *
     * @param header its {@code from} and {@code to} are those of the message
     * @param message which chunk of which snapshot, not null
     * @param chunkBytes the size of each chunk of the snapshot but the last
     * @param bytes the size of all its chunks together
     * @param checksum the checksum of all its chunks: see {@link io.keelson.node.snapshot.SnapshotManifest#checksum}
     * @param content the chunk, not null
     */
    record SnapshotChunk(FrameHeader header, Message.InstallSnapshot message, int chunkBytes, long bytes, int checksum, Bytes content)
            implements Frame {}

    /**
     * A proposal on its way from the node that a client asked to the leader. Never sent twice.
     *
     * @param header from the node that was asked
     * @param term the term that the receiver leads, as far as the sender knows: a receiver that has started since does not take the frame, because it
     *     may have taken it before
     * @param correlation the asking node's own number for it, repeated in the answer
     * @param envelope the command as it shall stand in the log, not null
     */
    record ForwardedCommand(FrameHeader header, long term, long correlation, Bytes envelope) implements Frame {}

    /**
     * The receiver has been removed from the group for good: the answer to whatever it says.
     *
     * @param header to the member that was removed
     */
    record Removed(FrameHeader header) implements Frame {}

    /**
     * The answer to a {@link ForwardedCommand}.
     *
     * @param header to the node that was asked
     * @param correlation the number in the request
     * @param outcome what became of the command, not null
     */
    record ForwardedOutcome(FrameHeader header, long correlation, Outcome<Bytes> outcome) implements Frame {}

    /**
     * A node's sign of life to another, about all groups that rest between the two.
     *
     * @param header names no group
     * @param life names the sending process: another process of the same member draws another
     * @param number counts the beats of a life, from 1
     * @param vouches a digest of the groups for which the sender, leading them, vouches to the receiver
     * @param trusts a digest of the groups for which the sender trusts in the receiver
     * @param hasList whether the groups that the sender vouches for are named
     * @param list those groups, by ascending id; empty unless {@code hasList}
     * @param refused groups that the receiver has vouched for and that can't rest at the sender
     */
    record Beat(FrameHeader header, long life, long number, long vouches, long trusts, boolean hasList, List<Rest> list, List<Long> refused)
            implements Frame {
        public Beat {
            list = List.copyOf(list);
            refused = List.copyOf(refused);
        }
    }

    /**
     * A group that rests.
     *
     * @param group the group, from 1
     * @param term the term that its leader leads in
     * @param index the last index of its log, which is committed
     */
    record Rest(long group, long term, long index) {}
}
