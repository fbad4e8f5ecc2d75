package io.keelson.spec.certify;

/**
 * How many steps came of one source, and what became of them.
 *
 * @param steps all of them, repetitions included: this many transitions are certified if nothing disagrees and nothing was left out
 * @param pairs the distinct ones inside the bound, each compared
 * @param beyond of the steps, those beyond the bound
 * @param sampled of those beyond the bound, the distinct ones that were compared
 * @param undefined those compared that neither side defines
 */
public record Tally(long steps, long pairs, long beyond, long sampled, long undefined) {
    /** Nothing yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** Returns the sum. */
    public Tally plus(Tally other) {
        return new Tally(steps + other.steps, pairs + other.pairs, beyond + other.beyond, sampled + other.sampled, undefined + other.undefined);
    }

    /** Returns how many of all steps are equal to one that was compared: all but those beyond the bound that are not in the sample, and those undefined. */
    public long certified() {
        return steps - beyond + sampled - undefined;
    }

    /** Returns how many were compared with the spec and found equal, or unequal. */
    public long compared() {
        return pairs + sampled - undefined;
    }
}
