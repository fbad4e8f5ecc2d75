package io.keelson.core;

import java.util.List;

/**
 * What a member finds on its disk when it starts. All of it is durable.
 *
 * @param hardState the last term and vote, {@link HardState#INITIAL} for a new member
 * @param base where the log begins, not null
 * @param entries the entries after the base, consecutive; may be empty
 */
public record Recovered(HardState hardState, LogBase base, List<Entry> entries) {
    public Recovered {
        entries = List.copyOf(entries);
    }

    /** What a member of a new group starts from. */
    public static Recovered nothing(Configuration configuration) {
        return new Recovered(HardState.INITIAL, LogBase.bootstrap(configuration), List.of());
    }
}
