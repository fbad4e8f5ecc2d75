package io.keelson.jepsen;

/** Quantiles by nearest rank. */
public final class Quantiles {
    private Quantiles() {}

    /** The least value that is not below the given share of all, of which there must be one: of one value, that value. */
    public static long of(long[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
