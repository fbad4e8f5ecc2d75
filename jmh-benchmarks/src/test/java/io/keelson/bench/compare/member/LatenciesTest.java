package io.keelson.bench.compare.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void smallDurationsAreExact() {
        Latencies latencies = new Latencies();
        for (int nanos = 1; nanos <= 100; nanos++) {
            latencies.add(nanos);
        }
        assertEquals(100, latencies.count());
        assertEquals(50, latencies.quantile(0.5));
        assertEquals(99, latencies.quantile(0.99), 1);
    }

    @Test
    void largeDurationsAreWithinASixtyFourth() {
        for (long nanos : new long[] {63, 64, 65, 127, 128, 1_000, 123_456, 99_999_999, 7_000_000_000L, Long.MAX_VALUE}) {
            Latencies latencies = new Latencies();
            latencies.add(nanos);
            long told = latencies.quantile(0.5);
            assertTrue(told <= nanos && nanos - told <= nanos / 64, nanos + " became " + told);
        }
    }

    @Test
    void nothingHasNoQuantile() {
        assertEquals(0, new Latencies().quantile(0.99));
    }
}
