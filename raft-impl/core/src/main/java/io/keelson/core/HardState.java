package io.keelson.core;

/**
 * What a member must not forget besides its log (thesis figure 3.1, "persistent state").
 *
 * @param term the latest term the member has seen, from 0
 * @param votedFor the member it voted for in that term, {@link Configuration#NOBODY} if none
 */
public record HardState(long term, long votedFor) {
    /** The state of a member that has never seen a term. */
    public static final HardState INITIAL = new HardState(0, Configuration.NOBODY);
}
