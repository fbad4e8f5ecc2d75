package io.keelson.checker.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How much a check may spend. A check that meets a limit says {@link Verdict#UNKNOWN}. With no clock in it, the verdict is a
 * function of the history alone.
 *
 * @param configurations how many configurations the search may visit
 * @param memoryBytes    how large the tables of one partition may grow, roughly
 * @param nanos          how long it may take, read from {@code nanoClock}; {@link Long#MAX_VALUE} for no limit
 * @param nanoClock      nanoseconds on a monotonic scale; null where there is no time limit
 */
public record Budget(long configurations, long memoryBytes, long nanos, LongSupplier nanoClock) {
    private static final long DEFAULT_MEMORY = 256L << 20;

    public Budget {
        if (configurations <= 0 || memoryBytes <= 0 || nanos <= 0) {
            throw new IllegalArgumentException("a budget must be positive");
        }
        if (nanos < Long.MAX_VALUE) {
            Objects.requireNonNull(nanoClock, "nanoClock");
        }
    }

    /** A limit without a clock: the same history always gets the same verdict. */
    public static Budget ofConfigurations(long configurations) {
        return new Budget(configurations, DEFAULT_MEMORY, Long.MAX_VALUE, null);
    }

    /** A limit on the machine's monotonic clock. */
    public static Budget ofSeconds(long seconds) {
        return ofTime(Duration.ofSeconds(seconds), System::nanoTime);
    }

    /** A limit on a clock of the caller's. */
    public static Budget ofTime(Duration limit, LongSupplier nanoClock) {
        return new Budget(Long.MAX_VALUE, DEFAULT_MEMORY, limit.toNanos(), nanoClock);
    }

    /** The same with another bound on configurations. */
    public Budget withConfigurations(long limit) {
        return new Budget(limit, memoryBytes, nanos, nanoClock);
    }

    /** The same with another bound on memory. */
    public Budget withMemory(long bytes) {
        return new Budget(configurations, bytes, nanos, nanoClock);
    }
}
