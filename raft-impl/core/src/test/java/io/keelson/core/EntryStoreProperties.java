package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Packed or not, entries are what they were: the store beside a twin that is a plain list. */
class EntryStoreProperties {
    private static final long FIRST = 8;

    private final List<Entry> twin = new ArrayList<>();
    private long first = FIRST;
    private long term = 1;
    /** What was read at some moment, and what it was then. */
    private final List<List<Entry>> read = new ArrayList<>();

    /** Most steps add some entries of different kinds and sizes, some in a new term, each fifth cuts the end off, each seventh the beginning, each nineteenth everything. */
    @Property
    void packedOrNotEntriesAreWhatTheyWere(
            @ForAll @IntRange(max = 100) int already,
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 10_000) Integer> steps, @ForAll @IntRange(min = EntryStore.LEAST_BLOCK, max = 600) int blockBytes) {
        twin.clear();
        read.clear();
        first = FIRST;
        for (int i = 0; i < already; i++) {
            twin.add(new Entry(first + i, term, payload(i)));
        }
        EntryStore store = new EntryStore(first, twin, blockBytes);
        for (int step : steps) {
            if (step % 19 == 0) {
                twin.clear();
                first += step;
                store.restartAt(first);
            } else if (step % 7 == 0) {
                long index = somewhere(step);
                twin.subList(0, (int) (index + 1 - first)).clear();
                first = index + 1;
                store.dropTo(index);
            } else if (step % 5 == 0) {
                long index = somewhere(step);
                twin.subList((int) (index + 1 - first), twin.size()).clear();
                store.truncateAfter(index);
            } else {
                add(store, step);
            }
            assertSame(store, step);
        }
        for (int i = 0; i < read.size(); i += 2) {
            assertEquals(read.get(i), read.get(i + 1), "what was read stays what it was");
        }
    }

    /** An index from the one before the first to the last. */
    private long somewhere(int step) {
        return first - 1 + step / 2 % (twin.size() + 1);
    }

    private void add(EntryStore store, int step) {
        term += step % 3 == 0 ? 1 : 0;
        for (int i = 0; i < step % 11; i++) {
            Entry entry = new Entry(first + twin.size(), term, payload(step + i));
            twin.add(entry);
            store.add(entry);
        }
    }

    private static Payload payload(int step) {
        return switch (step % 6) {
            case 0 -> Payload.NOOP;
            case 1 -> Configuration.of(1, 2, 3L + step);
            case 2 -> new Payload.Command(Bytes.join(Bytes.utf8("of many"), Bytes.utf8("x".repeat(step % 50))));
            default -> new Payload.Command(Bytes.utf8("y".repeat(step % 200)));
        };
    }

    private void assertSame(EntryStore store, int step) {
        assertEquals(first + twin.size() - 1, store.last());
        assertEquals(twin, store.between(first, store.last()));
        read.add(List.copyOf(twin));
        read.add(store.between(first, store.last()));
        long from = twin.isEmpty() ? first : first + step % twin.size();
        assertEquals(twin.subList((int) (from - first), twin.size()), store.between(from, store.last()));
        for (Entry entry : twin) {
            assertEquals(entry, store.get(entry.index()));
            assertEquals(entry.term(), store.termAt(entry.index()));
        }
    }
}
