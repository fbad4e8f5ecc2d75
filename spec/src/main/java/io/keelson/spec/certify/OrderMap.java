package io.keelson.spec.certify;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes numbers smaller that are only compared with each other and raised by one: their order is kept, and which follow each other directly. Zero stays zero. */
final class OrderMap {
    private final TreeSet<Long> met = new TreeSet<>();
    private final TreeMap<Long, Long> smaller = new TreeMap<>();

    void meet(long number) {
        met.add(number);
    }

    /** Everything has been met: computes the map. */
    void seal() {
        long from = 0;
        long to = 0;
        smaller.put(0L, 0L);
        for (long number : met.tailSet(0L, false)) {
            to += Math.min(2, number - from);
            from = number;
            smaller.put(from, to);
        }
    }

    /** The smaller number; of one that was not met, as far above the next below it as it was. */
    long of(long number) {
        Map.Entry<Long, Long> below = smaller.floorEntry(number);
        return below.getValue() + number - below.getKey();
    }
}
