package io.keelson.checker.engine;

import java.util.function.LongSupplier;

/** A budget being spent. The clock is read once in a thousand configurations, so that reading it costs nothing. */
public final class Meter {
    private static final int CLOCK_INTERVAL = 1024;

    private final Budget budget;
    private final LongSupplier clock;
    private final long start;
    private long visited;

    public Meter(Budget budget) {
        this.budget = budget;
        this.clock = budget.nanos() == Long.MAX_VALUE ? null : budget.nanoClock();
        this.start = clock == null ? 0 : clock.getAsLong();
    }

    /** Counts one configuration. */
    void visit() {
        visited++;
    }

    long visited() {
        return visited;
    }

    /** What ended the budget where {@link #share} leaves nothing of it. */
    String spent() {
        return visited >= budget.configurations() ? configurationsSpent() : timeSpent();
    }

    private String configurationsSpent() {
        return "the limit of " + budget.configurations() + " configurations";
    }

    /** Without a figure: what a part of a check was given is none of those that its user knows. */
    private static String timeSpent() {
        return "the time limit";
    }

    /** What ended the budget, or null while it lasts. */
    String exhausted(long bytesInUse) {
        if (visited > budget.configurations()) {
            return configurationsSpent();
        }
        if (bytesInUse > budget.memoryBytes()) {
            return "the limit of " + (budget.memoryBytes() >> 20) + " MiB of memory";
        }
        if (clock != null && visited % CLOCK_INTERVAL == 0 && clock.getAsLong() - start > budget.nanos()) {
            return timeSpent();
        }
        return null;
    }

    /** The {@code share}-th part of what is left, for one partition; null where nothing is left. */
    public Budget share(int share) {
        long configurations = budget.configurations() == Long.MAX_VALUE ? Long.MAX_VALUE
            : (budget.configurations() - visited) / share;
        long nanos = clock == null ? Long.MAX_VALUE : (budget.nanos() - (clock.getAsLong() - start)) / share;
        return configurations <= 0 || nanos <= 0 ? null
            : new Budget(configurations, budget.memoryBytes(), nanos, clock);
    }

    /** Adds what a partition visited under its share. */
    public void add(long configurations) {
        visited += configurations;
    }
}
