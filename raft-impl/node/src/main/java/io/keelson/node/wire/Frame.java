package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import io.keelson.node.Outcome;

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
     * The answer to a {@link ForwardedCommand}.
     *
     * @param header to the node that was asked
     * @param correlation the number in the request
     * @param outcome what became of the command, not null
     */
    record ForwardedOutcome(FrameHeader header, long correlation, Outcome<Bytes> outcome) implements Frame {}
}
