package io.keelson.spec.certify;

import static io.keelson.core.ProgressState.PROBE;
import static io.keelson.core.ProgressState.REPLICATE;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingRead;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.MemberState.Progress;
import io.keelson.core.MemberState.Receiving;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random states of a member, reachable or not. What holds of each: what the core itself asserts between two steps ({@code Member.isSound}); that what a pending write replaces is not called
 * durable; and that a leader believes no member to hold more than the leader has.
 */
final class BoxStates {
    static final int MAX_TERM = 4;
    static final int MAX_LOG = 4;
    private static final int MAX_WRITES = 3;
    private static final int MAX_READS = 2;
    private static final int MAX_ROUND = 2;
    private static final List<Payload> PAYLOADS = List.of(Payload.NOOP, command("a"), command("b"));

    private final Configuration configuration;
    private final Dice dice;

    BoxStates(Configuration configuration, Dice dice) {
        this.configuration = configuration;
        this.dice = dice;
    }

    static Payload.Command command(String text) {
        return new Payload.Command(Bytes.utf8(text));
    }

    MemberState next() {
        long id = dice.any(configuration.voters());
        Role role = dice.any(List.of(Role.FOLLOWER, Role.PRE_CANDIDATE, Role.CANDIDATE, Role.LEADER, Role.LEADER));
        boolean leads = role == Role.LEADER;
        long term = dice.between(1, MAX_TERM);
        List<Entry> log = entries(1, dice.between(0, MAX_LOG), 1, term);
        List<PendingWrite> writes = writes(id, term, log, leads);
        long readRound = leads ? dice.between(0, MAX_ROUND) : 0;
        long commitIndex = dice.between(0, log.size());
        return new MemberState(
                new MemberIdentity(1, id, 1),
                role,
                new HardState(term, dice.coin() ? id : anybody()),
                leads ? id : leaderFor(id),
                LogBase.bootstrap(configuration),
                log,
                commitIndex,
                durableIndex(log.size(), writes),
                true,
                Receiving.NOTHING,
                writes,
                role == Role.PRE_CANDIDATE || role == Role.CANDIDATE ? new TreeSet<>(dice.some(configuration.voters())) : new TreeSet<>(),
                leads ? progress(id, log.size()) : new TreeMap<>(),
                leads ? new TreeSet<>(dice.some(others(id))) : new TreeSet<>(),
                readRound,
                leads ? dice.upTo(MAX_READS, () -> read(commitIndex, readRound)) : List.of(),
                Configuration.NOBODY,
                false);
    }

    /** What a disk may hold. */
    Recovered disk() {
        long term = dice.between(0, MAX_TERM);
        return new Recovered(
                new HardState(term, term == 0 ? Configuration.NOBODY : anybody()),
                LogBase.bootstrap(configuration),
                term == 0 ? List.of() : entries(1, dice.between(0, MAX_LOG), 1, term));
    }

    /** So many entries from an index on, of terms in a range that do not fall. */
    List<Entry> entries(long first, long count, long leastTerm, long mostTerm) {
        List<Entry> entries = new ArrayList<>();
        long term = leastTerm;
        for (long index = first; index < first + count; index++) {
            term = dice.coin() ? term : dice.between(term, mostTerm);
            entries.add(new Entry(index, term, dice.any(PAYLOADS)));
        }
        return entries;
    }

    List<Long> others(long id) {
        return configuration.voters().stream().filter(voter -> voter != id).toList();
    }

    /** A member, or nobody. */
    long anybody() {
        return dice.oneIn(3) ? Configuration.NOBODY : dice.any(configuration.voters());
    }

    private long leaderFor(long id) {
        return others(id).isEmpty() || dice.coin() ? Configuration.NOBODY : dice.any(others(id));
    }

    private long durableIndex(long last, List<PendingWrite> writes) {
        long intact = writes.stream().map(PendingWrite::write).filter(write -> !write.entries().isEmpty())
                .mapToLong(write -> write.firstIndex() - 1).min().orElse(last);
        return dice.coin() ? intact : dice.between(0, intact);
    }

    private List<PendingWrite> writes(long id, long term, List<Entry> log, boolean leads) {
        List<PendingWrite> writes = new ArrayList<>();
        BoxMessages messages = new BoxMessages(this, configuration, dice);
        for (long left = dice.coin() ? 0 : dice.between(1, MAX_WRITES); left > 0; left--) {
            HardState hardState = leads || dice.coin() ? null : new HardState(dice.between(1, term), anybody());
            List<Entry> entries = hardState != null && dice.coin() ? List.of() : written(log, term);
            if (hardState != null || !entries.isEmpty()) {
                writes.add(new PendingWrite(
                        new LogWrite(writes.size() + 1, hardState, entries),
                        others(id).isEmpty() ? List.of() : dice.upTo(2, () -> messages.anyFrom(id, term)).stream().distinct().toList()));
            }
        }
        return writes;
    }

    /** A part of the log as it is, or as it was in an earlier generation. */
    private List<Entry> written(List<Entry> log, long term) {
        if (log.isEmpty()) {
            return List.of();
        }
        int first = (int) dice.between(1, log.size());
        int last = (int) dice.between(first, log.size());
        return dice.oneIn(3) ? entries(first, last - first + 1, 1, term) : log.subList(first - 1, last);
    }

    private SortedMap<Long, Progress> progress(long id, long last) {
        SortedMap<Long, Progress> progress = new TreeMap<>();
        for (long other : others(id)) {
            long match = dice.coin() ? 0 : dice.between(0, last);
            progress.put(other, new Progress(match, dice.between(match + 1, last + 1), dice.coin() ? PROBE : REPLICATE, 0, dice.between(0, MAX_ROUND)));
        }
        return progress;
    }

    private PendingRead read(long commitIndex, long readRound) {
        boolean held = readRound == 0 || dice.coin();
        return new PendingRead(
                dice.any(configuration.voters()),
                dice.between(1, 2),
                held ? 0 : dice.between(0, commitIndex),
                held ? 0 : dice.between(1, readRound));
    }
}
