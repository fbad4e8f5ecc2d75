package io.keelson.bench.checker;

/**
 * A line of the table.
 *
 * @param name           the case
 * @param quoted         what others need
 * @param mustMillis     the limit
 * @param aimMillis      the aim
 * @param millis         the median of the CPU time of the thread that judges, in milliseconds
 * @param allocatedBytes what that thread allocated in one run
 * @param verdict        what came out, for people
 */
public record CheckerRow(String name, String quoted, double mustMillis, double aimMillis, double millis, long allocatedBytes,
                         String verdict) {
    /** {@code ok}, or by what it falls short. */
    public String judgement() {
        return millis <= aimMillis ? "ok" : millis <= mustMillis ? "misses its aim" : "MISSES ITS LIMIT";
    }
}
