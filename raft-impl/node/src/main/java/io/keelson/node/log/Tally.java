package io.keelson.node.log;

/**
 * Three running counts in one number: hard states (8 bits), records that may take something out of a group's log (8 bits), entries (16 bits). Every record carries the tally of what
 * came before it, so that one who misses records knows what was among them. What is only repeated is not counted.
 */
final class Tally {
    private static final int STATE_SHIFT = 24;
    private static final int CUT_SHIFT = 16;
    private static final int SMALL = 0xff;
    private static final int ENTRIES = 0xffff;

    /**
     * What was among missing records.
     *
     * @param states whether there may have been hard states
     * @param cuts whether there may have been records that take something out of a group's log
     * @param entries the most entries that there were
     */
    record Missing(boolean states, boolean cuts, long entries) {}

    private Tally() {}

    /** The tally after one more record of a kind, which holds so many entries. */
    static int after(int tally, LogRecord.Kind kind, int count) {
        return switch (kind) {
            case HARD_STATE -> of(states(tally) + 1, cuts(tally), entries(tally));
            case ENTRY -> of(states(tally), cuts(tally), entries(tally) + count);
            case REPLACEMENT -> of(states(tally), cuts(tally) + 1, entries(tally) + count);
            case RESTART, LOSS -> of(states(tally), cuts(tally) + 1, entries(tally));
            case NONE, HEAD, BASE, GROUP, MARK -> tally;
        };
    }

    private static int of(int states, int cuts, int entries) {
        return states << STATE_SHIFT | (cuts & SMALL) << CUT_SHIFT | entries & ENTRIES;
    }

    private static int states(int tally) {
        return tally >>> STATE_SHIFT;
    }

    private static int cuts(int tally) {
        return tally >>> CUT_SHIFT & SMALL;
    }

    private static int entries(int tally) {
        return tally & ENTRIES;
    }

    /** Compares two tallies between which so many numbers are missing. So many that a count may have gone round are taken for the worst. */
    static Missing missing(int before, int after, long records) {
        boolean roundSmall = records > SMALL;
        return new Missing(
                roundSmall || states(before) != states(after),
                roundSmall || cuts(before) != cuts(after),
                records > ENTRIES ? records : entries(after) - entries(before) & ENTRIES);
    }
}
