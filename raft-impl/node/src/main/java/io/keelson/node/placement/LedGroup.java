package io.keelson.node.placement;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a planner knows of a group.
 *
 * @param group its id
 * @param voters who vote in it
 * @param leader who leads it, 0 if unknown
 * @param ready the voters that could take over at once: up to date, and heard of lately; may hold the leader
 */
public record LedGroup(long group, List<Long> voters, long leader, SortedSet<Long> ready) {
    public LedGroup {
        voters = List.copyOf(voters);
        ready = new TreeSet<>(ready);
    }
}
