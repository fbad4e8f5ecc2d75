package io.keelson.node.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which member shall lead each group, so that all lead as many: a function of what is wanted alone, so that all nodes come to the same without asking each other.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class PreferredLeaders {
    private PreferredLeaders() {}

    /**
     * Chooses: for one group after the other the member that leads the fewest so far, then what {@link LeaderPlanner} still improves.
     *
     * @param groups what is wanted
     * @return the leader of each, by group; no spread over the groups' members is more even
     */
    public static SortedMap<Long, Long> of(Collection<PlacedGroup> groups) {
        TreeMap<Long, PlacedGroup> byId = new TreeMap<>();
        groups.forEach(group -> byId.put(group.group(), group));
        TreeMap<Long, Integer> led = new TreeMap<>();
        List<LedGroup> first = new ArrayList<>();
        TreeMap<Long, Long> leaders = new TreeMap<>();
        for (PlacedGroup group : byId.values()) {
            long leader = fewest(group.wanted(), led);
            led.merge(leader, 1, Integer::sum);
            leaders.put(group.group(), leader);
            first.add(new LedGroup(group.group(), group.wanted(), leader, new TreeSet<>(group.wanted())));
        }
        TreeSet<Long> members = new TreeSet<>();
        byId.values().forEach(group -> members.addAll(group.wanted()));
        LeaderPlanner.plan(first, members).moves().forEach(move -> leaders.put(move.group(), move.to()));
        return leaders;
    }

    private static long fewest(List<Long> members, TreeMap<Long, Integer> led) {
        long chosen = members.getFirst();
        for (long member : members) {
            if (led.getOrDefault(member, 0) < led.getOrDefault(chosen, 0)) {
                chosen = member;
            }
        }
        return chosen;
    }
}
