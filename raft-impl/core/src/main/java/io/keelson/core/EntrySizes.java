package io.keelson.core;

import java.util.Arrays;
import java.util.List;

/** How many bytes any run of consecutive entries has, without adding them up each time: a leader asks that for each message that it sends. */
final class EntrySizes {
    /** The bytes of the entries from the first up to each place. */
    private long[] upTo = new long[16];
    private int count;

    /** Takes in entries at the end. */
    void append(List<Entry> entries) {
        if (count + entries.size() > upTo.length) {
            upTo = Arrays.copyOf(upTo, Math.max(2 * upTo.length, count + entries.size()));
        }
        for (Entry entry : entries) {
            upTo[count] = before(count) + entry.size();
            count++;
        }
    }

    /** Forgets the entries from a place on. */
    void truncate(int place) {
        count = place;
    }

    /** Forgets so many entries at the beginning; the places of the others fall by as many. */
    void drop(int entries) {
        long dropped = before(entries);
        count -= entries;
        for (int place = 0; place < count; place++) {
            upTo[place] = upTo[place + entries] - dropped;
        }
    }

    /** The bytes from one place up to another, both included; 0 if the first is behind the last. */
    long between(int first, int last) {
        return first > last ? 0 : upTo[last] - before(first);
    }

    private long before(int place) {
        return place == 0 ? 0 : upTo[place - 1];
    }
}
