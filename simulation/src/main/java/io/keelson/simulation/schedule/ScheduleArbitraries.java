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
    private static final long MOST_GROUPS = 3;
    /** Faults begin after the first election. */
    private static final long FIRST_FAULT = 700;
    /** In so many milliseconds all faults of a run begin, if they are packed: what lasts a moment, such as a joint configuration, is met by others. */
    private static final long LEAST_PACKED = 10;
    private static final long MOST_PACKED = 500;

    /** In some runs members take snapshot after snapshot, in others each a few, or none at all and the logs grow long. */
    private static final Arbitrary<Long> SNAPSHOT_EVERY =
            Arbitraries.frequency(Tuple.of(1, Schedule.SNAPSHOT_EVERY), Tuple.of(1, 75L), Tuple.of(2, 300L));

    private ScheduleArbitraries() {}

    /** Schedules of clusters of three and, more rarely, five nodes. */
    public static Arbitrary<Schedule> schedules() {
        return Arbitraries.frequency(Tuple.of(3, 3), Tuple.of(1, 5)).flatMap(ScheduleArbitraries::schedules);
    }

    /** Schedules of clusters of this many nodes: faults all over, or one node that is hit again and again, or all at one time; in fair weather, or foul throughout. */
    public static Arbitrary<Schedule> schedules(int nodes) {
        Arbitrary<Long> seeds = Arbitraries.longs().between(0, Integer.MAX_VALUE).withoutEdgeCases();
        Arbitrary<Long> lengths = between(SHORTEST_RUN, LONGEST_RUN);
        Arbitrary<Schedule.Frame> frames = Arbitraries.of(Schedule.Frame.class);
        Arbitrary<Integer> groups = Arbitraries.frequency(Tuple.of(5, 1), Tuple.of(1, 2));
        return Combinators.combine(seeds, lengths, frames, groups)
                .flatAs((seed, length, frame, number) -> Combinators.combine(storms(nodes, length), weather(nodes, length), thoughts(length), SNAPSHOT_EVERY)
                        .as((storm, weather, thoughts, snapshotEvery) -> new Schedule(seed, nodes, number, snapshotEvery, length, frame, joined(joined(thoughts, weather), storm))));
    }

    /** In one run of two the clients ask as fast as they can; in the others there is time between two requests in which nothing happens but what time brings. */
    private static Arbitrary<List<FaultAction>> thoughts(long length) {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.of())), Tuple.of(1, between(300, 2_000).map(most -> List.of(new FaultAction.Think(0, most, length)))));
    }

    private static List<FaultAction> joined(List<FaultAction> first, List<FaultAction> second) {
        List<FaultAction> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Arbitrary<List<FaultAction>> storms(int nodes, long length) {
        return kinds().flatMap(kinds -> storms(nodes, length, kinds));
    }

    /** Each run has some kinds of faults and lacks others: what many at once would hide shows where one is alone (a swarm). */
    private static Arbitrary<Long> kinds() {
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(-1L)), Tuple.of(2, Arbitraries.longs().withoutEdgeCases()));
    }

    private static Arbitrary<List<FaultAction>> storms(int nodes, long length, long kinds) {
        long last = Math.max(FIRST_FAULT, length);
        Arbitrary<Long> anyTime = between(FIRST_FAULT, last);
        Arbitrary<List<FaultAction>> scattered = list(actions(nodes, nodes(nodes), anyTime, between(20, 4_000), kinds));
        Arbitrary<List<FaultAction>> aimed = Arbitraries.longs()
                .between(FaultAction.LEADER, nodes)
                .flatMap(target -> list(actions(nodes, Arbitraries.just(target), anyTime, between(1, 500), kinds)));
        Arbitrary<List<FaultAction>> packed = anyTime.flatMap(begin -> between(LEAST_PACKED, MOST_PACKED)
                .flatMap(width -> list(actions(nodes, nodes(nodes), between(begin, Math.min(last, begin + width)), between(20, 2_000), kinds))));
        return Arbitraries.frequencyOf(Tuple.of(3, scattered), Tuple.of(1, aimed), Tuple.of(1, packed));
    }

    private static Arbitrary<List<FaultAction>> list(Arbitrary<FaultAction> actions) {
        return actions.list().ofMaxSize(MOST_ACTIONS).withSizeDistribution(RandomDistribution.uniform());
    }

    /** What lasts for the whole run: mostly nothing. */
    private static Arbitrary<List<FaultAction>> weather(int nodes, long length) {
        Arbitrary<Integer> rate = Arbitraries.integers().between(5, 900);
        Arbitrary<FaultAction> foul = Arbitraries.oneOf(
                rate.map(perMille -> new FaultAction.Duplicate(FIRST_FAULT, perMille, length)),
                rate.map(perMille -> new FaultAction.Reorder(FIRST_FAULT, perMille, length)),
                rate.map(perMille -> new FaultAction.Loss(FIRST_FAULT, perMille / 3, length)),
                rate.map(perMille -> new FaultAction.Damage(FIRST_FAULT, perMille / 20, length)),
                between(1, 20).map(most -> new FaultAction.Queue(FIRST_FAULT, most, length)),
                Combinators.combine(Arbitraries.longs().between(1, nodes), between(-400, 400))
                        .as((node, perMille) -> new FaultAction.ClockRate(FIRST_FAULT, node, perMille, length)));
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(List.of())), Tuple.of(1, foul.list().ofMinSize(1).ofMaxSize(2)));
    }

    /** One fault of one of these kinds, which strikes one of these targets at such a time and lasts as long as this. */
    private static Arbitrary<FaultAction> actions(int nodes, Arbitrary<Long> node, Arbitrary<Long> at, Arbitrary<Long> whole, long kinds) {
        List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> all = new ArrayList<>(machines(at, node, whole));
        all.addAll(links(nodes, at, node, whole));
        all.addAll(operators(nodes, at));
        all.addAll(media(at, node, whole));
        List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> chosen = new ArrayList<>();
        for (int kind = 0; kind < all.size(); kind++) {
            if ((kinds & 1L << kind) != 0) {
                chosen.add(all.get(kind));
            }
        }
        return Arbitraries.frequencyOf(chosen.isEmpty() ? all : chosen);
    }

    private static Tuple.Tuple2<Integer, Arbitrary<FaultAction>> kind(int frequency, Arbitrary<? extends FaultAction> actions) {
        return Tuple.of(frequency, actions.map(action -> (FaultAction) action));
    }

    /** What happens to a machine: its power, its process, its disk, its clock. */
    private static List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> machines(Arbitrary<Long> at, Arbitrary<Long> node, Arbitrary<Long> whole) {
        Arbitrary<Long> survival = Arbitraries.longs().between(0, Integer.MAX_VALUE);
        Arbitrary<Long> jump = Arbitraries.longs().between(-300_000, 300_000);
        Arbitrary<CrashPoint> point = Arbitraries.of(CrashPoint.class);
        return List.of(
                kind(6, Combinators.combine(at, node, whole, survival).as(FaultAction.Crash::new)),
                kind(6, Combinators.combine(at, node, point, whole, survival).as(FaultAction.CrashAt::new)),
                kind(4, Combinators.combine(at, node, whole).as(FaultAction.Pause::new)),
                kind(3, Combinators.combine(at, node, between(1, 400), whole).as(FaultAction.SlowDisk::new)),
                kind(2, Combinators.combine(at, node, whole).as(FaultAction.StallDisk::new)),
                kind(1, Combinators.combine(at, node, whole).as(FaultAction.FullDisk::new)),
                kind(1, Combinators.combine(at, node, whole, survival).as(FaultAction.FailForce::new)),
                kind(1, Combinators.combine(at, node, jump).as(FaultAction.WallClock::new)),
                kind(1, Combinators.combine(at, node, jump, between(1, 500), whole).as(FaultAction.Strobe::new)));
    }

    /** What happens between machines, and what operators and clients do. */
    private static List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> links(
            int nodes, Arbitrary<Long> at, Arbitrary<Long> node, Arbitrary<Long> whole) {
        Arbitrary<Integer> rate = Arbitraries.integers().between(5, 400);
        Arbitrary<String> message = Arbitraries.of(FaultAction.Drop.KINDS);
        return List.of(
                kind(6, Combinators.combine(at, groups(nodes, node), whole).as(FaultAction.Partition::new)),
                kind(3, Combinators.combine(at, node, nodes(nodes), whole).as(FaultAction.OneWay::new)),
                kind(2, Combinators.combine(at, graph(nodes), whole).as(FaultAction.Only::new)),
                kind(2, Combinators.combine(at, node, message, whole).as(FaultAction.Drop::new)),
                kind(2, Combinators.combine(at, node, between(20, 800), whole).as(FaultAction.Flap::new)),
                kind(2, Combinators.combine(at, node, nodes(nodes), between(1, 3_000), whole).as(FaultAction.SlowLink::new)),
                kind(2, Combinators.combine(at, node, nodes(nodes)).as(FaultAction.Reset::new)),
                kind(2, Combinators.combine(at, rate, whole).as(FaultAction.Loss::new)),
                kind(2, Combinators.combine(at, between(1, 400), whole).as(FaultAction.Delay::new)),
                kind(2, Combinators.combine(at, rate, whole).as(FaultAction.Duplicate::new)),
                kind(2, Combinators.combine(at, rate, whole).as(FaultAction.Reorder::new)),
                kind(1, Combinators.combine(at, whole).as(FaultAction.Quiet::new)),
                kind(3, Combinators.combine(at, Arbitraries.longs().between(1, nodes)).as(FaultAction.Transfer::new)));
    }

    /** What operators do. */
    private static List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> operators(int nodes, Arbitrary<Long> at) {
        Arbitrary<Long> node = Arbitraries.longs().between(1, nodes);
        Arbitrary<FaultAction.Member.Change> change = Arbitraries.of(FaultAction.Member.Change.class);
        return List.of(
                kind(6, Combinators.combine(at, nodes(nodes), change).as(FaultAction.Member::new)),
                kind(2, Combinators.combine(at, node).as(FaultAction.Compact::new)),
                kind(1, Combinators.combine(at, nodes(nodes)).as(FaultAction.Restore::new)));
    }

    /** What happens to what a disk holds. */
    private static List<Tuple.Tuple2<Integer, Arbitrary<FaultAction>>> media(Arbitrary<Long> at, Arbitrary<Long> node, Arbitrary<Long> whole) {
        Arbitrary<Long> choice = Arbitraries.longs().between(0, Integer.MAX_VALUE);
        return List.of(
                kind(2, Combinators.combine(at, node, choice).as(FaultAction.Rot::new)),
                kind(2, Combinators.combine(at, node, choice).as(FaultAction.Misdirect::new)),
                kind(1, Combinators.combine(at, node, whole).as(FaultAction.Wipe::new)),
                kind(1, Combinators.combine(at, node, whole).as(FaultAction.ReadError::new)),
                kind(1, Combinators.combine(at, node, whole, choice).as(FaultAction.ShortWrite::new)),
                kind(1, Combinators.combine(at, node, choice, whole).as(FaultAction.LoseBlock::new)));
    }

    /** What operators want of groups that come and go, beside all else that happens in a run of this length: one is there early, others follow, and all may move. */
    public static Arbitrary<List<FaultAction>> wishes(int nodes, long length) {
        Arbitrary<Long> anyTime = between(FIRST_FAULT, Math.max(FIRST_FAULT, length));
        Arbitrary<Long> group = Arbitraries.longs().between(1, MOST_GROUPS);
        Arbitrary<Long> voters = Arbitraries.longs().between(1, nodes).withDistribution(RandomDistribution.uniform());
        Arbitrary<Long> node = Arbitraries.longs().between(1, nodes);
        Arbitrary<FaultAction> first = Combinators.combine(between(FIRST_FAULT, 2 * FIRST_FAULT), group, voters).as(FaultAction.CreateGroup::new);
        Arbitrary<FaultAction> later = Arbitraries.frequencyOf(List.of(
                kind(4, Combinators.combine(anyTime, group, voters).as(FaultAction.CreateGroup::new)),
                kind(2, Combinators.combine(anyTime, group).as(FaultAction.DeleteGroup::new)),
                kind(9, Combinators.combine(anyTime, group, node, node).as(FaultAction.MoveReplica::new)),
                kind(1, anyTime.map(FaultAction.BalanceReplicas::new)),
                kind(1, Combinators.combine(anyTime, nodes(nodes)).as(FaultAction.SpreadLeaders::new))));
        return Combinators.combine(first.list().ofMinSize(1).ofMaxSize(2), list(later)).as(ScheduleArbitraries::joined);
    }

    /** Some of the links, perhaps a ring or a bridge. */
    private static Arbitrary<List<List<Long>>> graph(int nodes) {
        List<List<Long>> links = new ArrayList<>();
        for (long low = 1; low <= nodes; low++) {
            for (long high = low + 1; high <= nodes; high++) {
                links.add(List.of(low, high));
            }
        }
        return links.isEmpty()
                ? Arbitraries.just(List.of())
                : Arbitraries.of(links).list().uniqueElements().ofMinSize(1).ofMaxSize(links.size());
    }

    /** Spread evenly: jqwik's own preference for the ends of a range would make most runs short and most faults early. */
    private static Arbitrary<Long> between(long least, long most) {
        return Arbitraries.longs().between(least, most).withDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Long> nodes(int nodes) {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(FaultAction.LEADER)), Tuple.of(2, Arbitraries.longs().between(1, nodes)));
    }

    /** A target alone, or every node on a side that a coin chooses. */
    private static Arbitrary<List<List<Long>>> groups(int nodes, Arbitrary<Long> node) {
        Arbitrary<List<List<Long>>> alone = node.map(target -> List.of(List.of(target), everyone(nodes)));
        Arbitrary<List<List<Long>>> sides =
                Arbitraries.integers().between(1, (1 << nodes) - 2).map(left -> List.of(side(nodes, left), side(nodes, ~left)));
        return Arbitraries.frequencyOf(Tuple.of(1, alone), Tuple.of(1, sides));
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
}
