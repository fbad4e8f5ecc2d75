package io.keelson.core;

import java.util.List;

/**
 * What a step wants of its host.
 *
 * <p>Messages come in two outboxes. {@link #sendNow()} may leave at once. What depends on a write that is not durable yet is kept by the
 * member beside that write ({@link MemberState#pendingWrites()}) and comes out in {@link #sendNow()} of the step that is told of the durability: there is no way
 * to send it early.
 *
 * @param write what to append and force, null if nothing
 * @param sendNow messages that may leave now, in order
 * @param committed entries whose commitment this step learned of, consecutive, in order; to be applied
 * @param proposal the answer to {@link Event.Propose}, {@link Event.ChangeMembership} and {@link Event.TransferLeadership}, null for any other event
 * @param readsReady reads that may be served
 * @param readsRefused reads that can't be
 * @param chunkReceived a chunk of a snapshot for the host to store, null if none
 * @param restored the base of a snapshot whose chunks are complete: the host takes its state from them, before anything in {@link #committed()}; null if none
 */
public record Effects(
        LogWrite write,
        List<Message> sendNow,
        List<Entry> committed,
        Proposal proposal,
        List<ReadReady> readsReady,
        List<ReadRefused> readsRefused,
        ChunkReceived chunkReceived,
        LogBase restored) {
    /** The effects of an event that changed nothing the host must know of. */
    public static final Effects NONE = new Effects(null, List.of(), List.of(), null, List.of(), List.of(), null, null);

    /** The answer to a proposal. */
    public sealed interface Proposal {
        /**
         * Appended to the leader's log; the outcome is known once an entry at that index commits.
         *
         * @param firstIndex index of the first payload; the others follow
         * @param term the leader's term
         */
        record Accepted(long firstIndex, long term) implements Proposal {}

        /**
         * Not appended anywhere: safe to try again.
         *
         * @param leader who might take it, {@link Configuration#NOBODY} if unknown
         */
        record NotLeader(long leader) implements Proposal {}

        /**
         * The leader does not do this now; nothing is changed. Safe to try again once the reason is gone.
         *
         * @param reason why
         * @param members whom the reason is about, ascending; see {@link Refusal}
         */
        record Refused(Refusal reason, List<Long> members) implements Proposal {}

        /**
         * The leader brings the target up to date and then asks it to campaign. Whether it came to that is seen by who leads.
         *
         * @param target who shall lead
         */
        record TransferStarted(long target) implements Proposal {}
    }

    /**
     * A linearizable read may be served from a state that includes {@code index}.
     *
     * @param requestId the host's number
     * @param index the read index
     */
    public record ReadReady(long requestId, long index) {}

    /**
     * The read can't be served here now: no leader is known, or leadership was lost while it waited. Safe to try again.
     *
     * @param requestId the host's number
     */
    public record ReadRefused(long requestId) {}

    /**
     * A chunk of a snapshot has come, in order: chunk 1 begins a new snapshot, whatever was stored of another.
     *
     * @param base what the snapshot stands for
     * @param chunk its number, from 1 to {@code base.chunks()}
     */
    public record ChunkReceived(LogBase base, int chunk) {}
}
