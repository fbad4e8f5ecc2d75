package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The store as this member sees it: all that the API and the admin pages ask of a node. Thread-safe.
 *
 * <p>Futures complete on the node's thread: what is chained to them must be short and must not block.
 */
public interface Replica {
    /**
     * Replicates a command, through the leader wherever it is. Never retried.
     *
     * @param command an encoded {@link io.keelson.kv.KvCommand}
     * @return what became of it; the answer is an encoded {@link io.keelson.kv.KvResult}
     */
    CompletableFuture<Outcome<Bytes>> propose(Bytes command);

    /**
     * Replicates a command of a session: with the same session and sequence again, through any member, it is applied once and has the first one's answer.
     *
     * @param session from {@link #openSession}
     * @param sequence ascending in each session, from 1
     * @param command an encoded {@link io.keelson.kv.KvCommand}
     * @return as of {@link #propose(Bytes)}; refused if the session has expired
     */
    CompletableFuture<Outcome<Bytes>> propose(long session, long sequence, Bytes command);

    /**
     * Opens a session (thesis 6.3).
     *
     * @param timeToLiveMillis it expires when the log's time has moved this far past its last command; refused if less than 1
     * @return done, with its id
     */
    CompletableFuture<Outcome<Long>> openSession(long timeToLiveMillis);

    /**
     * Reads linearizably, through ReadIndex (thesis 6.4), from this member's state.
     *
     * @param query runs on the node's thread and changes nothing
     * @param <R> the answer, not null
     */
    <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query);

    /**
     * Reads this member's state as it is, which may be behind.
     *
     * @param query runs on the node's thread and changes nothing
     * @param <R> the answer
     */
    <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query);

    /**
     * Hands leadership over to another member, which only the leader can.
     *
     * @param target the member that shall lead
     * @return done, with the target, once it leads
     */
    CompletableFuture<Outcome<Long>> transferLeadership(long target);

    /**
     * Begins to read out the store, with everything acknowledged before.
     *
     * @return done, with what reads it out, to be closed
     */
    CompletableFuture<Outcome<SnapshotSource>> snapshot();

    /** Returns who belongs to the group, as far as this member knows. */
    CompletableFuture<Membership> membership();

    /**
     * Changes who belongs to the group, through the leader wherever it is.
     *
     * @param change what is wanted
     * @return done once it is committed; refused, with the reason, if it must not be done
     */
    CompletableFuture<Outcome<Long>> changeMembership(MembershipChange change);

    /**
     * Has the group remember something of a member.
     *
     * @param member its id
     * @param info what
     * @param isNew whether the id must not have been anybody's before
     */
    CompletableFuture<Outcome<Long>> rememberMember(long member, MemberInfo info, boolean isNew);

    /** Has the group forget a member that was removed. */
    CompletableFuture<Outcome<Long>> forgetMember(long member);

    /** Asks the node for its status; this store's group is the only one in it. */
    CompletableFuture<NodeStatus> status();

    /** Returns the member's term as of a moment ago. */
    long term();
}
