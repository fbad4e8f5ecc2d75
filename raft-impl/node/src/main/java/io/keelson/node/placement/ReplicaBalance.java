package io.keelson.node.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Spreads replicas evenly over the members: first away from members that are gone, then from whoever holds most to whoever holds fewest, until no two differ by more than one or no
 * group is left that could move. A group moves one replica at a time, and, unless a member of it is gone, only from a settled state.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class ReplicaBalance {
    private final TreeMap<Long, Integer> held = new TreeMap<>();
    private final TreeMap<Long, PlacedGroup> movable = new TreeMap<>();
    private final List<ReplicaPlan.Move> moves = new ArrayList<>();
    private final List<PlacedGroup> all;

    private ReplicaBalance(Collection<PlacedGroup> groups, SortedSet<Long> members) {
        all = groups.stream().sorted(Comparator.comparingLong(PlacedGroup::group)).toList();
        members.forEach(member -> held.put(member, 0));
        for (PlacedGroup group : all) {
            group.wanted().forEach(member -> held.computeIfPresent(member, (id, count) -> count + 1));
            if (group.settled()) {
                movable.put(group.group(), group);
            }
        }
    }

    /** Returns how many groups each member holds. */
    public static SortedMap<Long, Integer> held(Collection<PlacedGroup> groups, SortedSet<Long> members) {
        return new ReplicaBalance(groups, members).held;
    }

    /**
     * Plans.
     *
     * @param groups what is wanted
     * @param members who may hold replicas
     * @return the plan, never null
     */
    public static ReplicaPlan plan(Collection<PlacedGroup> groups, SortedSet<Long> members) {
        ReplicaBalance balance = new ReplicaBalance(groups, members);
        balance.leaveTheGone();
        while (balance.improve()) {
            // Until nothing is left to improve.
        }
        return new ReplicaPlan(balance.moves, balance.kept());
    }

    private void leaveTheGone() {
        for (PlacedGroup group : all.stream().filter(PlacedGroup::born).toList()) {
            for (long member : group.wanted()) {
                List<Long> others = byCount().stream().filter(other -> !group.wanted().contains(other)).toList();
                if (!held.containsKey(member) && !others.isEmpty()) {
                    move(group, member, others.getFirst());
                    break;
                }
            }
        }
    }

    private boolean improve() {
        List<Long> members = byCount();
        for (int most = members.size() - 1; most > 0; most--) {
            for (long to : members) {
                long from = members.get(most);
                if (held.get(from) - held.get(to) < 2) {
                    break;
                }
                for (PlacedGroup group : movable.values()) {
                    if (group.wanted().contains(from) && !group.wanted().contains(to)) {
                        move(group, from, to);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private List<Long> byCount() {
        List<Long> members = new ArrayList<>(held.keySet());
        members.sort(Comparator.comparingInt(held::get));
        return members;
    }

    private void move(PlacedGroup group, long from, long to) {
        List<Long> voters = new ArrayList<>(group.wanted());
        voters.remove(from);
        voters.add(to);
        voters.sort(null);
        moves.add(new ReplicaPlan.Move(group, from, to, voters));
        movable.remove(group.group());
        held.computeIfPresent(from, (id, count) -> count - 1);
        held.merge(to, 1, Integer::sum);
    }

    private List<ReplicaPlan.Kept> kept() {
        List<ReplicaPlan.Kept> kept = new ArrayList<>();
        for (PlacedGroup group : all) {
            if (moves.stream().noneMatch(move -> move.group().equals(group))) {
                kept.add(new ReplicaPlan.Kept(group, whyKept(group)));
            }
        }
        return kept;
    }

    private String whyKept(PlacedGroup group) {
        if (!group.settled()) {
            return "its members are being changed already";
        }
        List<Long> gone = group.wanted().stream().filter(member -> !held.containsKey(member)).toList();
        if (!gone.isEmpty()) {
            return "members " + gone + " are gone, and no other is free to take their place";
        }
        List<Long> others = held.keySet().stream().filter(member -> !group.wanted().contains(member)).toList();
        return others.isEmpty() ? "every member holds it" : "no other member would hold at least two fewer than one of its own: " + held;
    }
}
