package io.keelson.checker.explain;

import io.keelson.checker.history.Event;
import io.keelson.checker.history.Operation;
import java.util.List;
import java.util.Locale;

/** How moments and operations are called. */
public final class Words {
    private static final double SECOND = 1e9;

    private Words() {
    }

    /** When an operation began: {@code 12.400 s}, or {@code event 8} where no time is known. */
    public static String began(Operation operation) {
        return operation.invokedAt() == Event.NO_TIME ? "event " + operation.invoked() : seconds(operation.invokedAt());
    }

    /** When an operation returned. */
    public static String returned(Operation operation) {
        return operation.completedAt() == Event.NO_TIME || operation.completedAt() == Long.MAX_VALUE ? "event " + operation.completed()
            : seconds(operation.completedAt());
    }

    /** A moment in seconds, to the microsecond where that matters. */
    public static String seconds(long nanos) {
        boolean fine = nanos % 1_000_000 != 0 && Math.abs(nanos) < 100 * SECOND;
        return String.format(Locale.ROOT, fine ? "%.6f s" : "%.3f s", nanos / SECOND);
    }

    /** What became of an operation, and what that means. */
    public static String outcome(Operation operation) {
        return switch (operation.outcome()) {
            case OK -> "ok: it happened, at one moment between " + began(operation) + " and " + returned(operation);
            case FAIL -> "fail: it did not happen and never will";
            default -> "unknown: it happened at any moment after " + began(operation) + ", or never; its process is gone";
        };
    }

    /** Several things in a sentence: {@code A, B and C}. */
    static String list(List<String> items) {
        return items.size() < 2 ? String.join("", items)
            : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.get(items.size() - 1);
    }
}
