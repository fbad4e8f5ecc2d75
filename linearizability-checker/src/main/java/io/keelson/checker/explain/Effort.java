package io.keelson.checker.explain;

import io.keelson.checker.engine.Budget;
import java.util.function.LongSupplier;

/** What an explanation may still spend. One that has spent it makes do with what it has found. */
final class Effort {
    private static final long CONFIGURATIONS_A_CHECK = 200_000;
    private static final int CLOCK_INTERVAL = 256;

    private final long memoryBytes;
    private final LongSupplier clock;
    private final long deadline;
    private long left;
    private long steps;
    private boolean over;

    Effort(Budget budget) {
        left = budget.configurations();
        memoryBytes = budget.memoryBytes();
        clock = budget.nanos() == Long.MAX_VALUE ? null : budget.nanoClock();
        deadline = clock == null ? 0 : clock.getAsLong() + budget.nanos();
    }

    /** A part of what is left, so that one way to an explanation leaves something for the next; spent here as well. */
    Effort share(int parts) {
        Effort share = new Effort(new Budget(Math.max(1, left / parts), memoryBytes,
            clock == null ? Long.MAX_VALUE : Math.max(1, (deadline - clock.getAsLong()) / parts), clock));
        left -= left == Long.MAX_VALUE ? 0 : left / parts;
        return share;
    }

    void spend(long configurations) {
        left -= left == Long.MAX_VALUE ? 0 : configurations;
    }

    /** Counts one configuration; false where it was the last. */
    boolean step() {
        spend(1);
        steps++;
        return left > 0 && (steps % CLOCK_INTERVAL != 0 || !isOver());
    }

    boolean isOver() {
        over = over || left <= 0 || clock != null && clock.getAsLong() > deadline;
        return over;
    }

    /** A budget for one check of the engine; null where nothing is left. */
    Budget check() {
        if (isOver()) {
            return null;
        }
        long nanos = clock == null ? Long.MAX_VALUE : Math.max(1, deadline - clock.getAsLong());
        return new Budget(Math.min(left, CONFIGURATIONS_A_CHECK), memoryBytes, nanos, clock);
    }
}
