package io.keelson.spec.certify;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingRead;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.MemberState.Progress;
import io.keelson.core.MemberState.Receiving;
import io.keelson.core.Payload;
import io.keelson.core.ProgressState;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random states of a member, reachable or not. What holds of each: what the core itself asserts between two steps ({@code Member.isSound}); that what a pending write replaces is not called
 * durable; that who campaigns has a sound disk, and no entry yet of the term it campaigns in; that a leader knows of each member of its configuration how far it is, and believes none to hold more than the leader has.
 */
final class BoxStates {
    static final int MAX_TERM = 4;
    static final int MAX_LOG = 4;
    static final int MAX_BASE = 2;
    static final int MAX_CHUNKS = 2;
    private static final int MAX_READS = 2;
    private static final int MAX_ROUND = 2;
    private static final List<Role> ROLES = List.of(Role.FOLLOWER, Role.PRE_CANDIDATE, Role.CANDIDATE, Role.LEADER, Role.LEADER, Role.LEADER);

    private final List<Long> members;
    private final Dice dice;

    BoxStates(List<Long> members, Dice dice) {
        this.members = members;
        this.dice = dice;
    }

    static Payload.Command command(String text) {
        return new Payload.Command(Bytes.utf8(text));
    }

    MemberState next() {
        long id = dice.any(members);
        Role role = dice.any(ROLES);
        return role == Role.LEADER ? leader(id) : other(id, role);
    }

    private MemberState leader(long id) {
        long term = dice.between(1, MAX_TERM);
        LogBase base = base(term, false);
        List<Entry> log = log(base, term);
        long last = base.index() + log.size();
        List<PendingWrite> writes = new BoxWrites(this, members, dice).some(id, term, base, log, true);
        long readRound = dice.between(0, MAX_ROUND);
        long commitIndex = dice.between(base.index(), last);
        SortedMap<Long, Progress> progress = progress(id, base, last, configuration(base, log));
        return new MemberState(
                new MemberIdentity(1, id, incarnation()),
                Role.LEADER,
                new HardState(term, dice.coin() ? id : anybody()),
                id,
                base,
                log,
                commitIndex,
                durableIndex(base, last, writes),
                true,
                Receiving.NOTHING,
                writes,
                new TreeSet<>(),
                progress,
                new TreeSet<>(dice.some(List.copyOf(progress.keySet()))),
                readRound,
                dice.upTo(MAX_READS, () -> read(commitIndex, readRound)),
                progress.isEmpty() || !dice.oneIn(3) ? Configuration.NOBODY : dice.any(List.copyOf(progress.keySet())),
                dice.oneIn(4));
    }

    private MemberState other(long id, Role role) {
        long term = dice.between(1, MAX_TERM - 1);
        LogBase base = base(term, dice.oneIn(8));
        List<Entry> log = log(base, term);
        long last = base.index() + log.size();
        List<PendingWrite> writes = new BoxWrites(this, members, dice).some(id, term, base, log, false);
        return new MemberState(
                new MemberIdentity(1, id, incarnation()),
                role,
                new HardState(role == Role.CANDIDATE ? term + 1 : term, dice.coin() ? id : anybody(), role == Role.FOLLOWER ? lostIndex(last) : 0),
                others(id).isEmpty() || dice.coin() ? Configuration.NOBODY : dice.any(others(id)),
                base,
                log,
                dice.between(base.index(), last),
                durableIndex(base, last, writes),
                role != Role.FOLLOWER || !dice.oneIn(6),
                role == Role.FOLLOWER && dice.oneIn(3) ? new Receiving(dice.between(1, MAX_LOG), dice.between(1, term), 2) : Receiving.NOTHING,
                writes,
                role == Role.FOLLOWER ? new TreeSet<>() : new TreeSet<>(dice.some(members)),
                new TreeMap<>(),
                new TreeSet<>(),
                0,
                List.of(),
                Configuration.NOBODY,
                false);
    }

    /** What a disk may hold. */
    Recovered disk() {
        long term = dice.between(0, MAX_TERM);
        LogBase base = base(term, dice.oneIn(8));
        List<Entry> log = term == 0 ? List.of() : log(base, term);
        return new Recovered(new HardState(term, term == 0 ? Configuration.NOBODY : anybody(), lostIndex(base.index() + log.size())), base, log);
    }

    /** Where a log begins; one who has just joined knows no configuration. */
    LogBase base(long mostTerm, boolean joins) {
        long index = joins || mostTerm == 0 || dice.coin() ? 0 : dice.between(1, MAX_BASE);
        return index == 0
                ? LogBase.bootstrap(joins ? Configuration.NONE : configuration())
                : new LogBase(index, dice.between(1, mostTerm), configuration(), (int) dice.between(1, MAX_CHUNKS));
    }

    /** Somebody votes; now and then another configuration is being left, and somebody learns. */
    Configuration configuration() {
        List<Long> voters = new ArrayList<>(dice.oneIn(3) ? dice.some(members) : members);
        if (voters.isEmpty()) {
            voters.add(dice.any(members));
        }
        List<Long> outgoing = dice.oneIn(4) ? dice.some(members) : List.of();
        List<Long> learners = members.stream().filter(member -> !voters.contains(member) && dice.coin()).toList();
        SortedMap<Long, Long> incarnations = new TreeMap<>();
        Configuration unbound = new Configuration(voters, outgoing, learners);
        unbound.members().stream().filter(member -> !dice.oneIn(3)).forEach(member -> incarnations.put(member, incarnation()));
        return unbound.boundTo(incarnations);
    }

    /** The directory of somebody: mostly the first. */
    long incarnation() {
        return dice.oneIn(8) ? 2 : 1;
    }

    /** The directory of somebody, as another knows it. */
    long incarnationIfKnown() {
        return dice.oneIn(4) ? Configuration.UNBOUND : incarnation();
    }

    private List<Entry> log(LogBase base, long mostTerm) {
        return entries(base.index() + 1, dice.between(0, MAX_LOG), Math.max(1, base.term()), mostTerm);
    }

    /** So many entries from an index on, of terms in a range that do not fall. */
    List<Entry> entries(long first, long count, long leastTerm, long mostTerm) {
        List<Entry> entries = new ArrayList<>();
        long term = leastTerm;
        for (long index = first; index < first + count; index++) {
            term = dice.coin() ? term : dice.between(term, mostTerm);
            entries.add(new Entry(index, term, payload()));
        }
        return entries;
    }

    private Payload payload() {
        return switch ((int) dice.between(0, 6)) {
            case 0, 1 -> Payload.NOOP;
            case 2 -> configuration();
            default -> command(dice.coin() ? "a" : "b");
        };
    }

    private static Configuration configuration(LogBase base, List<Entry> log) {
        return log.reversed().stream().map(Entry::payload).filter(Configuration.class::isInstance).map(Configuration.class::cast)
                .findFirst().orElse(base.configuration());
    }

    List<Long> others(long id) {
        return members.stream().filter(member -> member != id).toList();
    }

    /** A member, or nobody. */
    long anybody() {
        return dice.oneIn(3) ? Configuration.NOBODY : dice.any(members);
    }

    /** Seldom has a disk lost anything; what it lost may still be in the log, from others. */
    long lostIndex(long last) {
        return dice.oneIn(6) ? dice.between(1, last + 1) : 0;
    }

    private long durableIndex(LogBase base, long last, List<PendingWrite> writes) {
        long intact = writes.stream().filter(pending -> pending.write().replaces())
                .mapToLong(pending -> pending.write().firstIndex() - 1).min().orElse(last);
        return dice.coin() ? intact : dice.between(base.index(), intact);
    }

    private SortedMap<Long, Progress> progress(long id, LogBase base, long last, Configuration configuration) {
        SortedMap<Long, Progress> progress = new TreeMap<>();
        for (long other : configuration.members()) {
            if (other != id) {
                progress.put(other, progress(base, last));
            }
        }
        return progress;
    }

    private Progress progress(LogBase base, long last) {
        long match = dice.coin() ? 0 : dice.between(0, last);
        if (base.chunks() > 0 && dice.oneIn(3)) {
            return new Progress(match, base.index() + 1, ProgressState.SNAPSHOT, (int) dice.between(1, base.chunks()), dice.between(0, MAX_ROUND), incarnationIfKnown());
        }
        long next = dice.between(Math.max(match, base.index()) + 1, last + 1);
        return new Progress(match, next, dice.coin() ? ProgressState.PROBE : ProgressState.REPLICATE, 0, dice.between(0, MAX_ROUND), incarnationIfKnown());
    }

    private PendingRead read(long commitIndex, long readRound) {
        boolean held = readRound == 0 || dice.coin();
        return new PendingRead(
                dice.any(members),
                dice.between(1, 2),
                held ? 0 : dice.between(0, commitIndex),
                held ? 0 : dice.between(1, readRound));
    }
}
