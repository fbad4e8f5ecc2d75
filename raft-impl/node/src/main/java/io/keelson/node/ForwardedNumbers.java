package io.keelson.node;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tells a forwarded command that has come before from a new one, since a network may repeat a frame. Each sender numbers its commands upwards from a
 * random start, so what has come is a few ranges of numbers.
 */
final class ForwardedNumbers {
    /** With more ranges than this the oldest gap is closed: what might have come in it late is taken for a repetition, which is safe. */
    private static final int MOST_RANGES = 256;

    /** For each sender, the first number of each range and its last. */
    private final TreeMap<Long, TreeMap<Long, Long>> seen = new TreeMap<>();

    /** Notes a number; false if it has come before. */
    boolean isNew(long sender, long number) {
        TreeMap<Long, Long> ranges = seen.computeIfAbsent(sender, none -> new TreeMap<>());
        Map.Entry<Long, Long> below = ranges.floorEntry(number);
        if (below != null && number <= below.getValue()) {
            return false;
        }
        long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
        Long joined = ranges.remove(number + 1);
        ranges.put(first, joined == null ? number : joined);
        if (ranges.size() > MOST_RANGES) {
            Map.Entry<Long, Long> oldest = ranges.pollFirstEntry();
            Map.Entry<Long, Long> next = ranges.pollFirstEntry();
            ranges.put(oldest.getKey(), next.getValue());
        }
        return true;
    }
}
