package io.keelson.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Plans are as even as any can be, and say why what stays stays. */
class PlacementProperties {
    private static final SortedSet<Long> MEMBERS = new TreeSet<>(List.of(1L, 2L, 3L, 4L));

    private record Choice(long leader, List<Long> voters, List<Long> ready) {}

    @Provide
    Arbitrary<List<LedGroup>> groups() {
        Arbitrary<List<Long>> some = Arbitraries.of(1L, 2L, 3L, 4L).set().ofMinSize(1).ofMaxSize(4).map(set -> new ArrayList<>(new TreeSet<>(set)));
        Arbitrary<Choice> choices = Combinators.combine(Arbitraries.integers().between(0, 3), some, some)
                .as((leader, voters, ready) -> new Choice(voters.get(leader % voters.size()), voters, ready));
        return choices.list().ofMaxSize(7).map(list -> {
            List<LedGroup> groups = new ArrayList<>();
            for (Choice choice : list) {
                groups.add(new LedGroup(groups.size() + 1, choice.voters, choice.leader, new TreeSet<>(choice.ready)));
            }
            return groups;
        });
    }

    /** Beside a plain twin that tries every assignment. */
    @Property(tries = 200)
    void noSpreadIsMoreEven(@ForAll("groups") List<LedGroup> groups) {
        LeaderPlan plan = LeaderPlanner.plan(groups, MEMBERS);
        assertEquals(leastUnevenness(groups, 0, new TreeMap<>()), unevenness(plan.after()));
    }

    private static int leastUnevenness(List<LedGroup> groups, int next, TreeMap<Long, Integer> counts) {
        if (next == groups.size()) {
            return unevenness(counts);
        }
        LedGroup group = groups.get(next);
        TreeSet<Long> candidates = new TreeSet<>(group.ready());
        candidates.retainAll(group.voters());
        candidates.add(group.leader());
        int least = Integer.MAX_VALUE;
        for (long leader : candidates) {
            counts.merge(leader, 1, Integer::sum);
            least = Math.min(least, leastUnevenness(groups, next + 1, counts));
            counts.merge(leader, -1, Integer::sum);
        }
        return least;
    }

    /** The sum of squares: the smaller, the more even. */
    private static int unevenness(SortedMap<Long, Integer> counts) {
        return counts.values().stream().mapToInt(count -> count * count).sum();
    }

    @Property(tries = 200)
    void aPlanMovesOnlyWhatCanMoveAndAccountsForEveryGroup(@ForAll("groups") List<LedGroup> groups) {
        LeaderPlan plan = LeaderPlanner.plan(groups, MEMBERS);
        for (LeaderPlan.Move move : plan.moves()) {
            LedGroup group = groups.get((int) move.group() - 1);
            assertEquals(group.leader(), move.from());
            assertTrue(group.ready().contains(move.to()) && group.voters().contains(move.to()) && move.to() != move.from());
        }
        assertEquals(groups.size(), plan.moves().size() + plan.kept().size());
        plan.kept().forEach(kept -> assertFalse(kept.reason().isEmpty()));
    }

    @Property(tries = 100)
    void carriedOutAPlanLeavesNothingToDo(@ForAll("groups") List<LedGroup> groups) {
        LeaderPlan plan = LeaderPlanner.plan(groups, MEMBERS);
        List<LedGroup> after = new ArrayList<>(groups);
        for (LeaderPlan.Move move : plan.moves()) {
            LedGroup group = groups.get((int) move.group() - 1);
            TreeSet<Long> ready = new TreeSet<>(group.ready());
            after.set((int) move.group() - 1, new LedGroup(group.group(), group.voters(), move.to(), ready));
        }
        assertEquals(List.of(), LeaderPlanner.plan(after, MEMBERS).moves());
    }

    @Property(tries = 50)
    void theOrderOfTheGroupsDoesNotMatter(@ForAll("groups") List<LedGroup> groups, @ForAll @IntRange(min = 0, max = 6) int by) {
        List<LedGroup> rotated = new ArrayList<>(groups);
        Collections.rotate(rotated, by);
        assertEquals(LeaderPlanner.plan(groups, MEMBERS), LeaderPlanner.plan(rotated, MEMBERS));
    }

    @Example
    void nineGroupsOnThreeMembersAreThreeEach() {
        List<LedGroup> groups = new ArrayList<>();
        for (long group = 1; group <= 9; group++) {
            groups.add(new LedGroup(group, List.of(1L, 2L, 3L), 1, new TreeSet<>(List.of(1L, 2L, 3L))));
        }
        LeaderPlan plan = LeaderPlanner.plan(groups, new TreeSet<>(List.of(1L, 2L, 3L)));
        assertEquals(new TreeMap<>(java.util.Map.of(1L, 3, 2L, 3, 3L, 3)), plan.after());
        assertEquals(6, plan.moves().size());
        assertEquals("member 2 will lead 3, member 1 3; member 3 will lead 3, member 1 3", plan.kept().getFirst().reason());
    }

    /** The first way takes group 1 to member 4, which leaves no other for group 3, unless group 1 may stay after all, though its leader does not count as ready. */
    @Example
    void aGroupThatAnEarlierWayTookAlongMayStayAfterAll() {
        List<LedGroup> groups = List.of(
                new LedGroup(1, List.of(1L, 2L, 4L), 2, new TreeSet<>(List.of(4L))),
                new LedGroup(2, List.of(3L), 3, new TreeSet<>(List.of(1L))),
                new LedGroup(3, List.of(3L, 4L), 3, new TreeSet<>(List.of(2L, 4L))),
                new LedGroup(4, List.of(1L, 2L, 3L, 4L), 2, new TreeSet<>(List.of(1L))));
        LeaderPlan plan = LeaderPlanner.plan(groups, MEMBERS);
        assertEquals(List.of(new LeaderPlan.Move(3, 3, 4), new LeaderPlan.Move(4, 2, 1)), plan.moves());
    }

    @Example
    void whatStaysSaysWhy() {
        TreeSet<Long> members = new TreeSet<>(List.of(1L, 2L));
        List<LedGroup> groups = List.of(
                new LedGroup(1, List.of(1L, 2L, 3L), 1, new TreeSet<>(List.of(1L, 3L))),
                new LedGroup(2, List.of(1L), 1, new TreeSet<>(List.of(1L))),
                new LedGroup(3, List.of(1L, 2L), 0, new TreeSet<>()),
                new LedGroup(4, List.of(3L, 2L), 3, new TreeSet<>(List.of(2L))));
        assertEquals(
                List.of(
                        "member 2 is behind, or was not heard of lately; member 3 is not alive",
                        "it has no other voter",
                        "no leader is known",
                        "its leader, member 3, is not among those who may lead"),
                LeaderPlanner.plan(groups, members).kept().stream().map(LeaderPlan.Kept::reason).toList());
    }

    @Property(tries = 100)
    void newGroupsAreSpreadEvenly(@ForAll @IntRange(min = 1, max = 7) int members, @ForAll @IntRange(min = 1, max = 7) int voters, @ForAll @IntRange(max = 30) int groups) {
        TreeMap<Long, Integer> held = new TreeMap<>();
        for (long member = 1; member <= members; member++) {
            held.put(member, 0);
        }
        if (voters > members) {
            assertThrows(IllegalArgumentException.class, () -> ReplicaPlanner.voters(held, voters));
            return;
        }
        for (List<Long> chosen : ReplicaPlanner.voters(held, Math.abs(groups) % 31, voters)) {
            assertEquals(voters, new TreeSet<>(chosen).size());
            chosen.forEach(member -> held.merge(member, 1, Integer::sum));
        }
        assertTrue(Collections.max(held.values()) - Collections.min(held.values()) <= 1, held.toString());
    }

    @Property(tries = 50)
    void whoeverHoldsTheFewestIsChosen(@ForAll @Size(min = 3, max = 6) List<@IntRange(min = 0, max = 9) Integer> counts) {
        TreeMap<Long, Integer> held = new TreeMap<>();
        counts.forEach(count -> held.put(held.size() + 1L, count));
        List<Long> chosen = ReplicaPlanner.voters(held, 2);
        int most = chosen.stream().mapToInt(held::get).max().orElseThrow();
        held.keySet().removeAll(chosen);
        assertTrue(held.values().stream().allMatch(count -> count >= most));
    }
}
