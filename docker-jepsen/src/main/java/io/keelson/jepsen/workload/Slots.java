package io.keelson.jepsen.workload;

import java.util.List;
import java.util.stream.LongStream;

/** Keys in use at once, each left for a fresh one after a while: a bounded history can be judged exactly. Not thread-safe. */
final class Slots {
    private final int operationsPerKey;
    private final long[] active;
    private final int[] spent;
    private long nextKey;

    Slots(int keys, int operationsPerKey) {
        this.operationsPerKey = operationsPerKey;
        this.active = new long[keys];
        this.spent = new int[keys];
        for (int i = 0; i < keys; i++) {
            active[i] = nextKey++;
        }
    }

    int count() {
        return active.length;
    }

    /** The key in this slot, for one operation. */
    long take(int slot) {
        if (spent[slot]++ == operationsPerKey) {
            spent[slot] = 1;
            active[slot] = nextKey++;
        }
        return active[slot];
    }

    /** Every key that has been in use. */
    List<Long> all() {
        return LongStream.range(0, nextKey).boxed().toList();
    }
}
