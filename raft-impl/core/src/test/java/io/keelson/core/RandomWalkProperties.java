package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/**
 * Any order of timeouts, deliveries, losses, duplications, forces and crashes keeps the protocol's promises. Each word moves one thing, so a failure
 * shrinks to a scenario that can be read.
 */
class RandomWalkProperties {
    /** One move: what, by or at which member, and a number that picks among messages or writes. */
    record Move(Kind kind, long member, int pick) {}

    enum Kind {
        TIMEOUT,
        HEARTBEAT,
        QUORUM_CHECK,
        PROPOSE,
        READ,
        DELIVER,
        DUPLICATE,
        LOSE,
        FORCE,
        CRASH,
        SETTLE
    }

    @Provide
    Arbitrary<Move> moves() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(4, Kind.TIMEOUT),
                net.jqwik.api.Tuple.of(2, Kind.HEARTBEAT),
                net.jqwik.api.Tuple.of(1, Kind.QUORUM_CHECK),
                net.jqwik.api.Tuple.of(4, Kind.PROPOSE),
                net.jqwik.api.Tuple.of(2, Kind.READ),
                net.jqwik.api.Tuple.of(24, Kind.DELIVER),
                net.jqwik.api.Tuple.of(3, Kind.DUPLICATE),
                net.jqwik.api.Tuple.of(2, Kind.LOSE),
                net.jqwik.api.Tuple.of(14, Kind.FORCE),
                net.jqwik.api.Tuple.of(1, Kind.CRASH),
                net.jqwik.api.Tuple.of(1, Kind.SETTLE));
        return Combinators.combine(kinds, Arbitraries.longs().between(1, 3), Arbitraries.integers().between(0, 1000)).as(Move::new);
    }

    @Property(tries = 300)
    void everyPromiseIsKept(@ForAll @Size(min = 60, max = 220) List<@net.jqwik.api.From("moves") Move> walk) {
        Cluster cluster = Cluster.of(1, 2, 3);
        Invariants invariants = new Invariants();
        int proposed = 0;
        for (Move move : walk) {
            take(cluster, move, proposed++);
            invariants.check(cluster);
            restoresAsCaptured(cluster, move.member());
        }
        boolean led = cluster.members.keySet().stream().anyMatch(id -> cluster.state(id).commitIndex() > 0);
        Statistics.label("committed something").collect(led).coverage(c -> c.check(true).percentage(p -> p > 20));
        cluster.settle(1, 2, 3);
        someoneLeadsOnceAllIsQuiet(cluster);
        invariants.check(cluster);
    }

    private static void take(Cluster cluster, Move move, int number) {
        long id = move.member();
        switch (move.kind()) {
            case TIMEOUT -> cluster.timeout(id);
            case HEARTBEAT -> cluster.step(id, new Input.HeartbeatDue());
            case QUORUM_CHECK -> cluster.step(id, new Input.QuorumCheckDue());
            case PROPOSE -> cluster.propose(id, "c" + number);
            case READ -> cluster.step(id, new Input.ReadIndex(number, false));
            case DELIVER -> receive(cluster, move.pick(), true);
            case DUPLICATE -> receive(cluster, move.pick(), false);
            case LOSE -> pick(cluster, move.pick(), true);
            case FORCE -> {
                int inFlight = cluster.disks.get(id).inFlight.size();
                if (inFlight > 0) {
                    cluster.force(id, 1 + move.pick() % inFlight);
                }
            }
            case CRASH -> cluster.crash(id, move.pick() % (cluster.disks.get(id).inFlight.size() + 1));
            case SETTLE -> cluster.settle(1, 2, 3);
        }
    }

    private static void receive(Cluster cluster, int pick, boolean once) {
        Message message = pick(cluster, pick, once);
        if (message != null) {
            cluster.step(message.to(), new Input.Receive(message, pick % 7 == 0));
        }
    }

    private static Message pick(Cluster cluster, int pick, boolean remove) {
        if (cluster.network.isEmpty()) {
            return null;
        }
        int index = pick % cluster.network.size();
        return remove ? cluster.network.remove(index) : cluster.network.get(index);
    }

    private static void restoresAsCaptured(Cluster cluster, long id) {
        MemberState state = cluster.state(id);
        assertEquals(state, new RaftProtocol(cluster.settings, state).capture());
    }

    private static void someoneLeadsOnceAllIsQuiet(Cluster cluster) {
        for (int attempt = 0; attempt < 8; attempt++) {
            for (long id = 1; id <= 3; id++) {
                cluster.timeout(id);
                cluster.settle(1, 2, 3);
                cluster.step(id, new Input.HeartbeatDue());
                cluster.settle(1, 2, 3);
            }
        }
        long leader = cluster.members.keySet().stream()
                .filter(id -> cluster.state(id).role() == Role.LEADER)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody leads"));
        cluster.propose(leader, "last");
        cluster.settle(1, 2, 3);
        cluster.step(leader, new Input.HeartbeatDue());
        cluster.settle(1, 2, 3);
        for (long id = 1; id <= 3; id++) {
            assertEquals(cluster.state(leader).entries(), cluster.state(id).entries());
            assertTrue(cluster.state(id).commitIndex() == cluster.state(leader).entries().size(), "not all committed");
        }
    }
}
