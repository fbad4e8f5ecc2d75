package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.core.Walk.Kind;
import io.keelson.core.Walk.Move;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/**
 * Any order of timeouts, deliveries, losses, duplications, forces, crashes, damage, changes of membership, transfers and compactions keeps the protocol's promises.
 * Each word moves one thing, so a failure shrinks to a scenario that can be read.
 */
class RandomWalkProperties {
    @Provide
    Arbitrary<Move> moves() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(3, Kind.TIMEOUT),
                Tuple.of(4, Kind.HEARTBEAT),
                Tuple.of(1, Kind.QUORUM_CHECK),
                Tuple.of(5, Kind.PROPOSE),
                Tuple.of(2, Kind.READ),
                Tuple.of(6, Kind.CHANGE),
                Tuple.of(2, Kind.TRANSFER),
                Tuple.of(1, Kind.TRANSFER_TIMEOUT),
                Tuple.of(4, Kind.COMPACT),
                Tuple.of(1, Kind.STALL),
                Tuple.of(24, Kind.DELIVER),
                Tuple.of(3, Kind.DUPLICATE),
                Tuple.of(2, Kind.LOSE),
                Tuple.of(14, Kind.FORCE),
                Tuple.of(3, Kind.CRASH),
                Tuple.of(2, Kind.DAMAGE),
                Tuple.of(4, Kind.SETTLE),
                Tuple.of(5, Kind.SETTLE_MOST));
        return Combinators.combine(kinds, Arbitraries.longs().between(1, Walk.MEMBERS), Arbitraries.integers().between(0, 1000)).as(Move::new);
    }

    @Property(tries = 400)
    void everyPromiseIsKept(@ForAll Opening opening, @ForAll @Size(min = 40, max = 160) List<@From("moves") Move> moves) {
        Walk walk = new Walk(opening);
        for (Move move : moves) {
            walk.take(move);
            restoresAsCaptured(walk.cluster, move.member());
        }
        walk.feats.report();
        walk.quietDown();
    }

    private static void restoresAsCaptured(Cluster cluster, long id) {
        MemberState state = cluster.state(id);
        assertEquals(state, new RaftProtocol(cluster.settings, state).capture());
    }
}
