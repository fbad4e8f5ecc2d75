package io.keelson.bench.compare;

import java.util.Locale;

/**
 * A figure that must be reached, and what was measured.
 *
 * @param figure what was measured
 * @param unit what both numbers are in: "s", "x" for a multiple
 * @param digits behind the point
 * @param least whether the figure must be no less than the limit; else, no more
 * @param limit what must be reached
 * @param measured what was; a number
 */
public record Must(String figure, String unit, int digits, boolean least, double limit, double measured) {
    /** The seconds within which a log of a gibibyte must be open. */
    public static final double OPENING_SECONDS = 4;

    /** One opening of a log of a gibibyte. */
    public static Must opening(double seconds) {
        return atMost("opening a log of 1 GiB, median", "s", 2, OPENING_SECONDS, seconds);
    }

    static Must atMost(String figure, String unit, int digits, double limit, double measured) {
        return new Must(figure, unit, digits, false, limit, measured);
    }

    static Must atLeast(String figure, String unit, int digits, double limit, double measured) {
        return new Must(figure, unit, digits, true, limit, measured);
    }

    /** Says whether it is reached. */
    public boolean isMet() {
        return least ? measured >= limit : measured <= limit;
    }

    /** In a word, whether it is reached. */
    public String verdict() {
        return isMet() ? "met" : "MISSED";
    }

    /** What must be reached, for tables. */
    public String limitText() {
        return (least ? ">= " : "<= ") + number(limit);
    }

    /** What was measured, for tables. */
    public String measuredText() {
        return number(measured);
    }

    private String number(double value) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value) + (unit.equals("x") ? "x" : " " + unit);
    }
}
