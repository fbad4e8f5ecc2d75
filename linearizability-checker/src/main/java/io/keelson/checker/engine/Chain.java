package io.keelson.checker.engine;

/**
 * Places operations one group after the other, each as early as real time allows. Groups whose order is known can be linearized when,
 * and only when, no operation would have to come after its completion.
 */
final class Chain {
    private int earliest = -1;
    private int groupStart = -1;

    /**
     * Places an operation in the present group, after all earlier groups.
     *
     * @param ret the event by which it must have happened
     * @return false where it must come later than that
     */
    boolean place(int call, int ret) {
        groupStart = Math.max(groupStart, call);
        return Math.max(earliest, call) < ret;
    }

    /** Begins the next group. */
    void next() {
        earliest = Math.max(earliest, groupStart);
    }
}
