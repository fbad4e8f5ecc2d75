package io.keelson.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Where random schedules come from: generated as data, so that jqwik can shrink them. */
public final class ScheduleArbitraries {
    private static final long SHORTEST_RUN = 4_000;
    private static final long LONGEST_RUN = 16_000;
    private static final int MOST_ACTIONS = 24;
    /** Faults begin after the first election. */
    private static final long FIRST_FAULT = 700;

    private ScheduleArbitraries() {}

    /** Schedules of clusters of three and, more rarely, five nodes. */
    public static Arbitrary<Schedule> schedules() {
        return Arbitraries.frequency(Tuple.of(3, 3), Tuple.of(1, 5)).flatMap(ScheduleArbitraries::schedules);
    }

    /** Schedules of clusters of this many nodes. */
    public static Arbitrary<Schedule> schedules(int nodes) {
        Arbitrary<Long> seeds = Arbitraries.longs().between(0, Integer.MAX_VALUE).withoutEdgeCases();
        Arbitrary<Long> lengths = between(SHORTEST_RUN, LONGEST_RUN);
        Arbitrary<Schedule.Frame> frames = Arbitraries.of(Schedule.Frame.class);
        return Combinators.combine(seeds, lengths, frames)
                .flatAs((seed, length, frame) -> actions(nodes, length)
                        .list()
                        .ofMaxSize(MOST_ACTIONS)
                        .withSizeDistribution(RandomDistribution.uniform())
                        .map(actions -> new Schedule(seed, nodes, length, frame, actions)));
    }

    /** One fault of a run of this length. */
    public static Arbitrary<FaultAction> actions(int nodes, long length) {
        Arbitrary<Long> at = between(FIRST_FAULT, Math.max(FIRST_FAULT, length));
        Arbitrary<Long> whole = between(20, 4_000);
        Arbitrary<Long> node = nodes(nodes);
        Arbitrary<Long> survival = Arbitraries.longs().between(0, Integer.MAX_VALUE);
        Arbitrary<Integer> rate = Arbitraries.integers().between(5, 400);
        Arbitrary<Long> extra = between(1, 400);
        Arbitrary<Long> jump = Arbitraries.longs().between(-300_000, 300_000);
        return Arbitraries.frequencyOf(
                Tuple.of(8, Combinators.combine(at, node, whole, survival).as(FaultAction.Crash::new)),
                Tuple.of(4, Combinators.combine(at, node, whole).as(FaultAction.Pause::new)),
                Tuple.of(6, Combinators.combine(at, groups(nodes), whole).as(FaultAction.Partition::new)),
                Tuple.of(3, oneWay(nodes, at, whole)),
                Tuple.of(2, Combinators.combine(at, rate, whole).as(FaultAction.Loss::new)),
                Tuple.of(2, Combinators.combine(at, extra, whole).as(FaultAction.Delay::new)),
                Tuple.of(2, Combinators.combine(at, rate, whole).as(FaultAction.Duplicate::new)),
                Tuple.of(2, Combinators.combine(at, rate, whole).as(FaultAction.Reorder::new)),
                Tuple.of(3, Combinators.combine(at, node, extra, whole).as(FaultAction.SlowDisk::new)),
                Tuple.of(1, Combinators.combine(at, node, whole).as(FaultAction.FullDisk::new)),
                Tuple.of(1, Combinators.combine(at, node, whole, survival).as(FaultAction.FailForce::new)),
                Tuple.of(1, Combinators.combine(at, node, jump).as(FaultAction.WallClock::new)));
    }

    /** Spread evenly: jqwik's own preference for the ends of a range would make most runs short and most faults early. */
    private static Arbitrary<Long> between(long least, long most) {
        return Arbitraries.longs().between(least, most).withDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Long> nodes(int nodes) {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(FaultAction.LEADER)), Tuple.of(2, Arbitraries.longs().between(1, nodes)));
    }

    /** The leader alone, or every node on a side that a coin chooses. */
    private static Arbitrary<List<List<Long>>> groups(int nodes) {
        Arbitrary<List<List<Long>>> leaderAlone =
                Arbitraries.just(List.of(List.of(FaultAction.LEADER), everyone(nodes)));
        Arbitrary<List<List<Long>>> sides =
                Arbitraries.integers().between(1, (1 << nodes) - 2).map(left -> List.of(side(nodes, left), side(nodes, ~left)));
        return Arbitraries.frequencyOf(Tuple.of(1, leaderAlone), Tuple.of(2, sides));
    }

    private static List<Long> everyone(int nodes) {
        return side(nodes, -1);
    }

    private static List<Long> side(int nodes, int members) {
        List<Long> side = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            if ((members & 1 << (id - 1)) != 0) {
                side.add((long) id);
            }
        }
        return side;
    }

    private static Arbitrary<FaultAction> oneWay(int nodes, Arbitrary<Long> at, Arbitrary<Long> whole) {
        return Combinators.combine(at, nodes(nodes), nodes(nodes), whole)
                .as(FaultAction.OneWay::new);
    }
}
