package io.keelson.core;

/**
 * What a member must not forget besides its log (thesis figure 3.1, "persistent state").
 *
 * @param term the latest term the member has seen, from 0
 * @param votedFor the member it voted for in that term, {@link Configuration#NOBODY} if none
 * @param lostIndex up to here the disk once held durable entries that damage has taken and that are not repaired yet; 0 if it has lost nothing
 */
public record HardState(long term, long votedFor, long lostIndex) {
    /** The state of a member that has never seen a term. */
    public static final HardState INITIAL = new HardState(0, Configuration.NOBODY);

    /** The hard state of a member that has lost nothing. */
    public HardState(long term, long votedFor) {
        this(term, votedFor, 0);
    }
}
