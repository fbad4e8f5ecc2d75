package io.keelson.node;

/**
 * What a read promises, from the strongest level to the weakest. All run on the replica of the member that is asked; they differ in how far it must have come first.
 *
 * <p>A read that can't keep its promise within the request's time limit is {@link Outcome.NotApplied}: no level is quietly exchanged for a weaker one.
 */
public sealed interface ReadConsistency {
    /** See {@link Linearizable}. */
    ReadConsistency LINEARIZABLE = new Linearizable();

    /** See {@link Local}. */
    ReadConsistency LOCAL = new Local();

    /**
     * Includes everything acknowledged, by any member, before the read began (thesis 6.4). Costs a round trip of the leader to a quorum, which reads of one
     * batch share; nothing but the way to the leader where leases are on and valid.
     */
    record Linearizable() implements ReadConsistency {}

    /**
     * Includes the log up to an index, as told by {@link Outcome.Done#index()} of a write or a read, perhaps by another member. No message is sent: the read waits until
     * this member has applied that much, and what came later may be missing. With the index of a session's last write it is read-your-writes: see
     * {@link io.keelson.node.runtime.ClientSession#ownWrites}.
     *
     * @param index at least this much is applied; from 0
     */
    record AtLeast(long index) implements ReadConsistency {
        public AtLeast {
            if (index < 0) {
                throw new IllegalArgumentException("an index counts from 0: " + index);
            }
        }
    }

    /**
     * Includes everything acknowledged, by any member, until so long before the read began, by this member's monotonic clock: it is not touched by steps of the wall clock,
     * and no other member's clock takes part. If this member asked for a read index that recently, for whatever read, no message is sent; else it asks anew, and the read is
     * as good as {@link Linearizable}. 0 is always asked anew.
     *
     * @param nanos how old the answer may be, from 0
     */
    record NoOlderThan(long nanos) implements ReadConsistency {
        public NoOlderThan {
            if (nanos < 0) {
                throw new IllegalArgumentException("an age is not negative: " + nanos + " ns");
            }
        }
    }

    /** The replica as it is: of any age, on a member cut off from all others too. */
    record Local() implements ReadConsistency {}
}
