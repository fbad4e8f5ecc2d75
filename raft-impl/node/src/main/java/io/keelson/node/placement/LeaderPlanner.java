package io.keelson.node.placement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Spreads leaders evenly over members, with as few moves as it finds: as long as there is a way on which each member passes a group on to the next, from one member to another that
 * leads at least two fewer, the shortest such way is taken. When there is none left no spread is more even. Deterministic: the same groups give the same plan, whoever asks.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class LeaderPlanner {
    private LeaderPlanner() {}

    /** A step of a way: this group goes from its leader to {@code to}. */
    private record Step(LedGroup group, long to, Step before) {}

    /**
     * Plans.
     *
     * @param groups all of them, in any order
     * @param members who may lead; a group led by anybody else stays where it is
     * @return the plan, never null
     */
    public static LeaderPlan plan(Collection<LedGroup> groups, SortedSet<Long> members) {
        TreeMap<Long, LedGroup> byId = new TreeMap<>();
        groups.forEach(group -> byId.put(group.group(), group));
        TreeMap<Long, Long> leaders = new TreeMap<>();
        byId.values().stream().filter(group -> members.contains(group.leader())).forEach(group -> leaders.put(group.group(), group.leader()));
        SortedMap<Long, Integer> before = counts(leaders, members);
        boolean moved = true;
        while (moved) {
            moved = improve(byId, leaders, members);
        }
        return describe(byId, leaders, before, counts(leaders, members), members);
    }

    private static SortedMap<Long, Integer> counts(TreeMap<Long, Long> leaders, SortedSet<Long> members) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.put(member, 0));
        leaders.values().forEach(leader -> counts.merge(leader, 1, Integer::sum));
        return counts;
    }

    /** Takes one way from the member that leads most, among those from which there is one. */
    private static boolean improve(TreeMap<Long, LedGroup> groups, TreeMap<Long, Long> leaders, SortedSet<Long> members) {
        SortedMap<Long, Integer> counts = counts(leaders, members);
        List<Long> fullest = new ArrayList<>(members);
        fullest.sort((a, b) -> Integer.compare(counts.get(b), counts.get(a)));
        for (long from : fullest) {
            Step last = way(from, counts, groups, leaders);
            if (last != null) {
                for (Step step = last; step != null; step = step.before) {
                    leaders.put(step.group.group(), step.to);
                }
                return true;
            }
        }
        return false;
    }

    /** The last step of the shortest way from a member to one that leads at least two fewer; null if there is none. */
    private static Step way(long from, SortedMap<Long, Integer> counts, TreeMap<Long, LedGroup> groups, TreeMap<Long, Long> leaders) {
        TreeSet<Long> reached = new TreeSet<>(List.of(from));
        ArrayDeque<Step> open = new ArrayDeque<>();
        open.add(new Step(null, from, null));
        while (!open.isEmpty()) {
            Step at = open.poll();
            if (counts.get(at.to) <= counts.get(from) - 2) {
                return at;
            }
            for (LedGroup group : groups.values()) {
                if (!Long.valueOf(at.to).equals(leaders.get(group.group()))) {
                    continue;
                }
                for (long next : mayLead(group, counts.keySet())) {
                    if (reached.add(next)) {
                        open.add(new Step(group, next, at.group == null ? null : at));
                    }
                }
            }
        }
        return null;
    }

    /** Who may lead a group in the end: whoever is ready to, and who leads it now, for a group that an earlier way took along may stay after all. */
    private static SortedSet<Long> mayLead(LedGroup group, Set<Long> members) {
        TreeSet<Long> candidates = new TreeSet<>(group.ready());
        candidates.retainAll(group.voters());
        candidates.add(group.leader());
        candidates.retainAll(members);
        return candidates;
    }

    private static LeaderPlan describe(
            TreeMap<Long, LedGroup> groups,
            TreeMap<Long, Long> leaders,
            SortedMap<Long, Integer> before,
            SortedMap<Long, Integer> after,
            SortedSet<Long> members) {
        List<LeaderPlan.Move> moves = new ArrayList<>();
        List<LeaderPlan.Kept> kept = new ArrayList<>();
        for (LedGroup group : groups.values()) {
            Long leader = leaders.get(group.group());
            if (leader != null && leader != group.leader()) {
                moves.add(new LeaderPlan.Move(group.group(), group.leader(), leader));
            } else {
                kept.add(new LeaderPlan.Kept(group.group(), group.leader(), whyKept(group, after, members)));
            }
        }
        return new LeaderPlan(moves, kept, before, after);
    }

    private static String whyKept(LedGroup group, SortedMap<Long, Integer> after, SortedSet<Long> members) {
        if (group.leader() == 0) {
            return "no leader is known";
        }
        if (!members.contains(group.leader())) {
            return "its leader, member " + group.leader() + ", is not among those who may lead";
        }
        List<String> reasons = new ArrayList<>();
        int led = after.get(group.leader());
        for (long voter : group.voters()) {
            if (voter != group.leader()) {
                reasons.add(whyNot(voter, group, led, after, members));
            }
        }
        return reasons.isEmpty() ? "it has no other voter" : String.join("; ", reasons);
    }

    private static String whyNot(long voter, LedGroup group, int led, SortedMap<Long, Integer> after, SortedSet<Long> members) {
        if (!members.contains(voter)) {
            return "member " + voter + " is not alive";
        }
        if (!group.ready().contains(voter)) {
            return "member " + voter + " is behind, or was not heard of lately";
        }
        return "member " + voter + " will lead " + after.get(voter) + ", member " + group.leader() + " " + led;
    }
}
