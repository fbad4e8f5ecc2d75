package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.MemberState;
import io.keelson.node.port.Clock;
import io.keelson.node.port.Entropy;
import io.keelson.node.port.Network;
import io.keelson.node.port.Storage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hosts groups over the four ports: the same class in production, in the simulator and in tests.
 *
 * <p>Not thread-safe: a driver calls it from one thread, hands it a batch of inputs ({@link #onWake}, {@link #onFrame}, requests, completions
 * of the ports) and then calls {@link #flush} once, which writes what the batch gathered and forces it with one force.
 */
public final class Node {
    private Node() {}

    /**
     * Opens the node: reads the log, cuts a torn tail, recovers every group.
     *
     * @param settings how it behaves
     * @param groups what it hosts
     * @param clock the time
     * @param network the way to the other nodes
     * @param storage the node's own directory
     * @param entropy the one source of randomness
     * @param fatal told once, with one line for the operator, when the node has stopped for good (a force failed); it does nothing afterwards
     * @return the node, which has sent nothing yet
     * @throws NodeOpenException if the directory is another cluster's or member's, of a newer format, or damaged
     */
    public static Node open(
            NodeSettings settings,
            List<GroupSettings> groups,
            Clock clock,
            Network network,
            Storage storage,
            Entropy entropy,
            Consumer<String> fatal)
            throws NodeOpenException {
        throw new UnsupportedOperationException("open");
    }

    /** Time has come to a moment asked for with {@link Clock#wakeAt}. Calling it at any other time is harmless. */
    public void onWake() {}

    /**
     * A frame has arrived.
     *
     * @param frame the bytes from position to limit
     * @return null if the frame was well formed; else, in one line, why the connection it came from should be closed. Nothing was allocated on its word
     */
    public String onFrame(ByteBuffer frame) {
        return null;
    }

    /**
     * Replicates a command outside of any session: on a lost answer it may be applied although the client was told nothing.
     *
     * @param group the group
     * @param command the command
     * @param reply told the outcome exactly once, on the node's thread; the answer is what {@link StateMachine#apply} returned
     */
    public void propose(long group, Bytes command, Consumer<Outcome<Bytes>> reply) {}

    /**
     * Opens a client session (thesis 6.3).
     *
     * @param group the group
     * @param timeToLiveMillis the session expires when the log's time has moved this far past its last command
     * @param reply told the session's id
     */
    public void openSession(long group, long timeToLiveMillis, Consumer<Outcome<Long>> reply) {}

    /**
     * Replicates a command exactly once: proposing the same session and sequence again, on any node, yields the first application's answer.
     *
     * @param group the group
     * @param session from {@link #openSession}
     * @param sequence ascending by one in each session, from 1
     * @param command the command
     * @param reply told the outcome exactly once; {@link Outcome.Refused} if the session has expired
     */
    public void propose(long group, long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply) {}

    /**
     * Reads linearizably (thesis 6.4): the query runs on a state that includes everything acknowledged, by any node, before this call.
     *
     * @param group the group
     * @param query runs on this node's replica, on the node's thread; must not change it
     * @param reply told the outcome exactly once
     * @param <R> the answer
     */
    public <R> void read(long group, Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {}

    /** Ends a batch: writes and forces what it gathered, sends what may leave, asks for the next wake-up. */
    public void flush() {}

    /** Returns the groups' ids, ascending. */
    public List<Long> groups() {
        return List.of();
    }

    /** Returns a group's protocol state. */
    public MemberState capture(long group) {
        return null;
    }

    /** Returns the index of the last entry that this member has applied in a group. */
    public long lastApplied(long group) {
        return 0;
    }

    /** Returns this node's data directory's incarnation. */
    public long incarnation() {
        return 0;
    }

    /** Closes the files. Requests that wait are told {@link Outcome.Unknown} (commands) or {@link Outcome.NotApplied} (reads). */
    public void close() {}
}
