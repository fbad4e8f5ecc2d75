package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Packed counts against plain ones. */
class CrashedCountsProperties {
    @Property(tries = 3_000)
    void packedCountsAreCounts(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 300) Integer> sizes,
                               @ForAll @Size(40) List<@IntRange(max = 300) Integer> first,
                               @ForAll @Size(40) List<@IntRange(max = 300) Integer> second) {
        int[] limits = sizes.stream().mapToInt(Integer::intValue).toArray();
        CrashedCounts counts = new CrashedCounts(limits);
        int[] a = plain(limits, first);
        int[] b = plain(limits, second);
        long[] packed = new long[1 + 2 * counts.words()];
        fill(counts, packed, 1, a);
        fill(counts, packed, 1 + counts.words(), b);
        for (int i = 0; i < limits.length; i++) {
            assertEquals(a[i], counts.get(packed, 1, i));
        }
        assertEquals(Arrays.stream(a).sum(), counts.total(packed, 1));
        assertEquals(atMost(a, b), counts.atMost(packed, 1, packed, 1 + counts.words()));
        int[] lower = new int[a.length];
        Arrays.setAll(lower, i -> Math.min(a[i], b[i]));
        long[] packedLower = new long[counts.words()];
        fill(counts, packedLower, 0, lower);
        assertEquals(true, counts.atMost(packedLower, 0, packed, 1));
        assertEquals(atMost(a, lower), counts.atMost(packed, 1, packedLower, 0));
    }

    private static int[] plain(int[] limits, List<Integer> values) {
        int[] plain = new int[limits.length];
        Arrays.setAll(plain, i -> values.get(i) % (limits[i] + 1));
        return plain;
    }

    private static void fill(CrashedCounts counts, long[] packed, int offset, int[] values) {
        for (int i = 0; i < values.length; i++) {
            for (int n = 0; n < values[i]; n++) {
                counts.increment(packed, offset, i);
            }
        }
    }

    private static boolean atMost(int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                return false;
            }
        }
        return true;
    }
}
