package io.keelson.node.runtime;

import io.keelson.node.Node;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client's side of a session (thesis 6.3): its id, and how far the client knows the log to have come. It belongs to the client and can be used with every member.
 * Thread-safe.
 */
public final class ClientSession {
    private final long id;
    private final AtomicLong index;

    /**
     * A session that was opened.
     *
     * @param id as told by {@link Node#openSession}
     */
    public ClientSession(long id) {
        this(id, 0);
    }

    /**
     * A session that goes on elsewhere, such as after a restart of the client.
     *
     * @param id as told by {@link Node#openSession}
     * @param index what {@link #index()} said
     */
    public ClientSession(long id, long index) {
        this.id = id;
        this.index = new AtomicLong(index);
    }

    /** Returns the session's id. */
    public long id() {
        return id;
    }

    /** Returns the highest index at which something was done for this session, as far as it was {@linkplain #saw told}. */
    public long index() {
        return index.get();
    }

    /**
     * Read-your-writes: the level of consistency of a read that includes what this session was told is done: its writes, by whatever member they were taken, and the
     * state that its earlier reads saw, so that a client which moves between members never goes back in time. What others wrote may be missing. No message is sent.
     *
     * @return the level as of now, for any member
     */
    public ReadConsistency ownWrites() {
        return new ReadConsistency.AtLeast(index());
    }

    /**
     * Takes notice of an outcome: of a write, so that later reads include it, or of a read, so that later reads see no older state.
     *
     * @param outcome any; one that is not {@link Outcome.Done} tells nothing
     */
    public void saw(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Done<?> done) {
            index.accumulateAndGet(done.index(), Math::max);
        }
    }
}
