package io.keelson.core;

import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Members whose own timers move them, in virtual time: each message takes a little, each force takes a little, and links may be cut in either direction. The same seed gives the same run.
 */
final class TimedCluster {
    static final long MILLI = 1_000_000;

    private static final long LEAST_LATENCY = 2 * MILLI;
    private static final long MOST_LATENCY = 8 * MILLI;
    private static final long FORCE = MILLI;

    final TreeMap<Long, RaftMember> members = new TreeMap<>();
    private final TreeSet<String> cut = new TreeSet<>();
    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private final SplittableRandom random;
    private long now;
    private long number;

    private record Planned(long time, long number, long member, Event event) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return time == other.time ? Long.compare(number, other.number) : Long.compare(time, other.time);
        }
    }

    TimedCluster(MemberSettings settings, long seed, long... ids) {
        random = new SplittableRandom(seed);
        for (long id : ids) {
            members.put(id, new RaftMember(new MemberIdentity(1, id, 1), settings, Recovered.nothing(Configuration.of(ids)), Watched.listener(settings)));
        }
    }

    /** In nanoseconds from the start. */
    long now() {
        return now;
    }

    /** Messages of this direction are lost from now on, those under way as well. */
    void cut(long from, long to) {
        cut.add(from + "->" + to);
        plan.removeIf(planned -> planned.member == to && planned.event instanceof Event.Receive receive && receive.message().from() == from);
    }

    /** Leaves only these links, both ways, each as two members. */
    void only(List<List<Long>> links) {
        for (long from : members.keySet()) {
            for (long to : members.keySet()) {
                if (from != to && links.stream().noneMatch(link -> link.contains(from) && link.contains(to))) {
                    cut(from, to);
                }
            }
        }
    }

    void isolate(long id) {
        members.keySet().stream().filter(other -> other != id).forEach(other -> {
            cut(id, other);
            cut(other, id);
        });
    }

    /** Lets time pass. */
    void run(long nanos) {
        long end = now + nanos;
        while (true) {
            long next = next();
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            if (!plan.isEmpty() && plan.peek().time <= now) {
                Planned planned = plan.remove();
                tick(planned.member);
                take(planned.member, planned.event);
            } else {
                members.keySet().stream().filter(id -> members.get(id).nextTick() <= now).forEach(this::tick);
            }
        }
    }

    private long next() {
        long tick = members.values().stream().mapToLong(RaftMember::nextTick).min().orElseThrow();
        return plan.isEmpty() ? tick : Math.min(tick, plan.peek().time);
    }

    private void tick(long id) {
        take(id, new Event.Tick(now, random.nextLong()));
    }

    Effects take(long id, Event event) {
        Effects effects = members.get(id).step(event);
        if (effects.write() != null) {
            plan.add(new Planned(now + FORCE, number++, id, new Event.Persisted(effects.write().ticket())));
        }
        for (Message message : effects.sendNow()) {
            if (!cut.contains(message.from() + "->" + message.to())) {
                long latency = random.nextLong(LEAST_LATENCY, MOST_LATENCY);
                plan.add(new Planned(now + latency, number++, message.to(), new Event.Receive(message)));
            }
        }
        return effects;
    }

    /** The leader of the highest term. */
    long leader() {
        return members.keySet().stream()
                .filter(id -> members.get(id).role() == Role.LEADER)
                .reduce((a, b) -> members.get(a).term() > members.get(b).term() ? a : b)
                .orElseThrow(() -> new AssertionError("nobody leads"));
    }

    /** The highest term that anybody is in. */
    long term() {
        return members.values().stream().mapToLong(RaftMember::term).max().orElseThrow();
    }

    /** Proposes at the leader and says whether it committed within this time. */
    boolean serves(long within) {
        long leader = leader();
        take(leader, new Event.Propose(List.of(new Payload.Command(Bytes.utf8("x")))));
        long index = members.get(leader).lastIndex();
        run(within);
        return members.get(leader).role() == Role.LEADER && members.get(leader).commitIndex() >= index;
    }
}
