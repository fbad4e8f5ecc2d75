package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The log beside a twin that is a plain list of terms. */
class RaftLogProperties {
    private static final Configuration VOTERS = Configuration.of(1, 2, 3);

    private static RaftLog logOf(List<Long> terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(new Entry(entries.size() + 1L, term, Payload.NOOP));
        }
        return new RaftLog(LogBase.bootstrap(VOTERS), entries, 64);
    }

    private static List<Long> ascending(List<Long> terms) {
        return terms.stream().sorted().toList();
    }

    @Property
    void appendReplacesFromTheFirstIndexOn(
            @ForAll @Size(max = 8) List<@LongRange(min = 1, max = 4) Long> before,
            @ForAll @IntRange(max = 8) int keep,
            @ForAll @Size(min = 1, max = 4) List<@LongRange(min = 5, max = 7) Long> added) {
        List<Long> twin = new ArrayList<>(ascending(before).subList(0, Math.min(keep, before.size())));
        RaftLog log = logOf(ascending(before));
        List<Entry> entries = new ArrayList<>();
        for (long term : ascending(added)) {
            twin.add(term);
            entries.add(new Entry(twin.size(), term, Payload.NOOP));
        }
        log.append(entries);
        assertEquals(twin, log.all().stream().map(Entry::term).toList());
        assertEquals(twin.get(twin.size() - 1), log.lastTerm());
    }

    @Property
    void theHintIsTheLastIndexThatMayMatch(
            @ForAll @Size(max = 8) List<@LongRange(min = 1, max = 4) Long> terms,
            @ForAll @LongRange(max = 10) long from,
            @ForAll @LongRange(max = 5) long term) {
        List<Long> twin = ascending(terms);
        long expected = 0;
        for (int i = 0; i < Math.min(from, twin.size()); i++) {
            if (twin.get(i) <= term) {
                expected = i + 1L;
            }
        }
        assertEquals(expected, logOf(twin).lastIndexWithTermAtMost(from, term));
    }

    @Property
    void upToDateIsTheLexicographicOrderOfLastTermAndIndex(
            @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 1, max = 4) Long> ours,
            @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 1, max = 4) Long> theirs) {
        RaftLog log = logOf(ascending(ours));
        RaftLog other = logOf(ascending(theirs));
        boolean expected = other.lastTerm() * 100 + other.lastIndex() >= log.lastTerm() * 100 + log.lastIndex();
        assertEquals(expected, log.isUpToDate(other.lastIndex(), other.lastTerm()));
    }

    @Property
    void aSliceKeepsItsLimitsButNeverStarves(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 50) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 5) int maxEntries,
            @ForAll @IntRange(min = 1, max = 200) int maxBytes) {
        List<Entry> entries = new ArrayList<>();
        for (int size : sizes) {
            entries.add(new Entry(entries.size() + 1L, 1, new Payload.Command(Bytes.wrap(new byte[size]))));
        }
        RaftLog log = new RaftLog(LogBase.bootstrap(VOTERS), entries, 64);
        List<Entry> slice = log.slice(1, maxEntries, maxBytes);
        int twin = 0;
        int bytes = 0;
        while (twin < sizes.size() && twin < maxEntries && (twin == 0 || bytes + entries.get(twin).size() <= maxBytes)) {
            bytes += entries.get(twin).size();
            twin++;
        }
        assertEquals(entries.subList(0, twin), slice);
    }

    @Property
    void theConfigurationInForceIsTheLastInTheLogAndFallsBackWhenCut(@ForAll @IntRange(min = 1, max = 5) int cutFrom) {
        Configuration four = Configuration.of(1, 2, 3, 4);
        RaftLog log = logOf(List.of(1L, 1L));
        log.append(List.of(new Entry(3, 1, four), new Entry(4, 1, Payload.NOOP)));
        assertEquals(four, log.configuration());
        log.append(List.of(new Entry(cutFrom, 2, Payload.NOOP)));
        assertEquals(cutFrom <= 3 ? VOTERS : four, log.configuration());
    }

    /** Step by step: a run of two entries, the first of them a configuration if the step is even, replaces what stands from a place on; each fifth step compacts instead, each thirteenth restarts. */
    @Property
    void theConfigurationUpToAnIndexIsTheLastOneThatAScanFinds(@ForAll @Size(max = 30) List<@IntRange(min = 1, max = 1000) Integer> steps) {
        RaftLog log = logOf(List.of());
        long members = 4;
        for (int step : steps) {
            int length = (int) (log.lastIndex() - log.base().index());
            long place = log.base().index() + (length == 0 ? 0 : step / 2 % (length + 1));
            if (step % 13 == 0) {
                log.restartAfter(new LogBase(log.base().index() + step % 7, log.lastTerm(), Configuration.of(1, members++), 0));
            } else if (step % 5 == 0) {
                log.compactTo(new LogBase(place, log.termAt(place), log.configurationUpTo(place), 0));
            } else {
                Payload first = step % 2 == 0 ? Configuration.of(1, members++) : Payload.NOOP;
                long term = log.lastTerm() + 1;
                log.append(List.of(new Entry(place + 1, term, first), new Entry(place + 2, term, Payload.NOOP)));
            }
            Configuration scanned = log.base().configuration();
            for (long index = log.base().index(); index <= log.lastIndex(); index++) {
                if (index > log.base().index() && log.get(index).payload() instanceof Configuration found) {
                    scanned = found;
                }
                assertEquals(scanned, log.configurationUpTo(index), "up to " + index);
            }
            assertEquals(scanned, log.configuration());
        }
    }
}
