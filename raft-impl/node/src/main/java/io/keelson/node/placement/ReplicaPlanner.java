package io.keelson.node.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses who shall hold a new group: whoever holds the fewest, the lower id among equals. Groups that are created one after the other are spread evenly.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class ReplicaPlanner {
    private ReplicaPlanner() {}

    /**
     * Chooses the voters of a new group.
     *
     * @param held how many groups each member holds; every member is in it
     * @param voters how many the group shall have, from 1
     * @return their ids, ascending
     * @throws IllegalArgumentException if there are not so many members
     */
    public static List<Long> voters(SortedMap<Long, Integer> held, int voters) {
        if (voters < 1 || voters > held.size()) {
            throw new IllegalArgumentException("a group of " + voters + " voters, and there are " + held.size() + " members");
        }
        List<Long> members = new ArrayList<>(held.keySet());
        members.sort(Comparator.comparingInt(held::get));
        return members.subList(0, voters).stream().sorted().toList();
    }

    /**
     * Chooses the voters of several new groups, one after the other.
     *
     * @param held how many groups each member holds
     * @param groups how many there shall be
     * @param voters how many each shall have
     * @return the voters of each
     */
    public static List<List<Long>> voters(SortedMap<Long, Integer> held, int groups, int voters) {
        TreeMap<Long, Integer> counts = new TreeMap<>(held);
        List<List<Long>> chosen = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            List<Long> next = voters(counts, voters);
            next.forEach(member -> counts.merge(member, 1, Integer::sum));
            chosen.add(next);
        }
        return chosen;
    }
}
