package io.keelson.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.node.MembershipChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Where groups and leaders belong, and the way there: always reached, never by way of fewer voters than there were or shall be. */
class ReconciliationProperties {
    @Provide
    Arbitrary<List<Long>> voters() {
        return Arbitraries.longs().between(1, 7).set().ofMinSize(1).ofMaxSize(5).map(ids -> ids.stream().sorted().toList());
    }

    @Property(tries = 300)
    void everyWayEndsWhereItShallAndTheLeaderGoesLast(@ForAll("voters") List<Long> from, @ForAll("voters") List<Long> wanted) {
        Configuration now = new Configuration(from, List.of(), List.of());
        long leader = from.getFirst();
        int fewest = Math.min(from.size(), wanted.size());
        for (int steps = 0; !Reconciliation.isReached(now, wanted); steps++) {
            assertTrue(steps < 20, "no end");
            MembershipChange change = Reconciliation.next(now, wanted, leader);
            now = after(now, change);
            assertTrue(now.voters().size() >= fewest, now::toString);
            boolean leaderGoes = change.kind() == MembershipChange.Kind.REMOVE && change.member() == leader;
            assertTrue(!leaderGoes || Reconciliation.isReached(now, wanted), "the leader went before the others");
        }
        assertNull(Reconciliation.next(now, wanted, wanted.getFirst()));
    }

    private static Configuration after(Configuration now, MembershipChange change) {
        TreeSet<Long> voters = new TreeSet<>(now.voters());
        TreeSet<Long> learners = new TreeSet<>(now.learners());
        voters.remove(change.member());
        learners.remove(change.member());
        switch (change.kind()) {
            case ADD_LEARNER -> learners.add(change.member());
            case PROMOTE -> voters.add(change.member());
            default -> {
                // Gone from both.
            }
        }
        return new Configuration(List.copyOf(voters), List.of(), List.copyOf(learners));
    }

    @Provide
    Arbitrary<List<PlacedGroup>> groups() {
        Arbitrary<PlacedGroup> one = Combinators.combine(voters(), Arbitraries.of(true, true, true, false))
                .as((voters, settled) -> new PlacedGroup(0, "g", voters, true, settled));
        return one.list().ofMaxSize(30).map(list -> {
            List<PlacedGroup> numbered = new ArrayList<>();
            for (PlacedGroup group : list) {
                long id = GroupTable.FIRST_GROUP + numbered.size();
                numbered.add(new PlacedGroup(id, "g" + id, group.wanted(), true, group.settled()));
            }
            return numbered;
        });
    }

    @Property(tries = 200)
    void aPlanOfReplicasNeverMakesTheSpreadWorseAndSaysSomethingOfEachGroup(@ForAll("groups") List<PlacedGroup> groups) {
        TreeSet<Long> members = new TreeSet<>(List.of(1L, 2L, 3L, 4L, 5L));
        ReplicaPlan plan = ReplicaBalance.plan(groups, members);
        assertEquals(groups.size(), plan.moves().size() + plan.kept().size());
        TreeMap<Long, PlacedGroup> after = new TreeMap<>();
        groups.forEach(group -> after.put(group.group(), group));
        for (ReplicaPlan.Move move : plan.moves()) {
            assertEquals(move.group().wanted().size(), new TreeSet<>(move.voters()).size());
            assertTrue(members.contains(move.to()));
            after.put(move.group().group(), new PlacedGroup(move.group().group(), "g", move.voters(), true, true));
        }
        assertTrue(gone(after, members) <= gone(index(groups), members));
        if (gone(index(groups), members) == 0) {
            assertTrue(unevenness(ReplicaBalance.held(after.values(), members)) <= unevenness(ReplicaBalance.held(groups, members)));
        }
        assertTrue(plan.kept().stream().noneMatch(kept -> kept.reason().isEmpty()));
    }

    private static TreeMap<Long, PlacedGroup> index(List<PlacedGroup> groups) {
        TreeMap<Long, PlacedGroup> byId = new TreeMap<>();
        groups.forEach(group -> byId.put(group.group(), group));
        return byId;
    }

    private static long gone(TreeMap<Long, PlacedGroup> groups, TreeSet<Long> members) {
        return groups.values().stream().flatMap(group -> group.wanted().stream()).filter(member -> !members.contains(member)).count();
    }

    private static int unevenness(SortedMap<Long, Integer> held) {
        return Collections.max(held.values()) - Collections.min(held.values());
    }

    @Property(tries = 200)
    void everyGroupIsLedByOneOfItsOwnAndThoseWhoHoldAllLeadEquallyMany(@ForAll("groups") List<PlacedGroup> groups) {
        SortedMap<Long, Long> leaders = PreferredLeaders.of(groups);
        assertEquals(groups.size(), leaders.size());
        groups.forEach(group -> assertTrue(group.wanted().contains(leaders.get(group.group()))));
        List<PlacedGroup> everywhere = groups.stream().map(group -> new PlacedGroup(group.group(), "g", List.of(1L, 2L, 3L), true, true)).toList();
        TreeMap<Long, Integer> led = new TreeMap<>();
        List.of(1L, 2L, 3L).forEach(member -> led.put(member, 0));
        PreferredLeaders.of(everywhere).values().forEach(leader -> led.merge(leader, 1, Integer::sum));
        assertTrue(unevenness(led) <= 1, led::toString);
    }

    @Example
    void aFourthMemberTakesItsShareAndAGoneOneIsReplaced() {
        List<PlacedGroup> nine = new ArrayList<>();
        for (long id = 16; id < 25; id++) {
            nine.add(new PlacedGroup(id, "g" + id, List.of(1L, 2L, 3L), true, true));
        }
        TreeSet<Long> four = new TreeSet<>(List.of(1L, 2L, 3L, 4L));
        ReplicaPlan plan = ReplicaBalance.plan(nine, four);
        assertEquals(6, plan.moves().size(), "27 replicas on four members");
        assertTrue(plan.kept().getFirst().reason().startsWith("no other member would hold at least two fewer"), plan.kept().getFirst().reason());
        ReplicaPlan without = ReplicaBalance.plan(nine, new TreeSet<>(List.of(1L, 2L, 4L)));
        assertTrue(without.moves().stream().allMatch(move -> move.from() == 3 && move.to() == 4));
        assertEquals(9, without.moves().size());
        assertEquals("members [3] are gone, and no other is free to take their place", ReplicaBalance.plan(nine, new TreeSet<>(List.of(1L, 2L))).kept().getFirst().reason());
    }
}
