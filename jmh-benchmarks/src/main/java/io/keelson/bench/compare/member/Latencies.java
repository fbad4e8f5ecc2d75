package io.keelson.bench.compare.member;

/** Counts durations in buckets whose width is at most 1/64 of the duration. Not thread-safe. */
final class Latencies {
    private static final int FRACTION_BITS = 6;
    private static final int FRACTIONS = 1 << FRACTION_BITS;

    private final long[] buckets = new long[Long.SIZE << FRACTION_BITS];
    private long count;

    void add(long nanos) {
        buckets[bucket(Math.max(0, nanos))]++;
        count++;
    }

    void add(Latencies other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        count += other.count;
    }

    long count() {
        return count;
    }

    /** The least duration, in nanoseconds, that at least this part of all durations do not exceed; 0 if there are none. */
    long quantile(double part) {
        long wanted = (long) Math.ceil(part * count);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (buckets[i] > 0 && seen >= wanted) {
                return least(i);
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < FRACTIONS) {
            return (int) nanos;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return (exponent - FRACTION_BITS + 1 << FRACTION_BITS) + (int) (nanos >>> exponent - FRACTION_BITS) - FRACTIONS;
    }

    private static long least(int bucket) {
        if (bucket < FRACTIONS) {
            return bucket;
        }
        int shift = (bucket >> FRACTION_BITS) - 1;
        return (long) (FRACTIONS + (bucket & FRACTIONS - 1)) << shift;
    }
}
