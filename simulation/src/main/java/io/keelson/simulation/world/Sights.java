package io.keelson.simulation.world;

/** How often each {@link Sight} was seen. One run, one thread; sums are made by {@link #plus}. */
public final class Sights {
    private final long[] counts = new long[Sight.values().length];

    /** Counts one more. */
    public void saw(Sight sight) {
        counts[sight.ordinal()]++;
    }

    /** Counts as many more. */
    public void add(Sight sight, long times) {
        counts[sight.ordinal()] += times;
    }

    /** Returns how often it was seen. */
    public long of(Sight sight) {
        return counts[sight.ordinal()];
    }

    /** Returns the sum of both. */
    public Sights plus(Sights other) {
        Sights sum = new Sights();
        for (int i = 0; i < counts.length; i++) {
            sum.counts[i] = counts[i] + other.counts[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sights that && java.util.Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(counts);
    }
}
