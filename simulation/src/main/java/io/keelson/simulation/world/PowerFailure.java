package io.keelson.simulation.world;

/** The power of a node fails in the midst of a turn: leaves the turn at once. */
final class PowerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the disk keeps. */
    final long survival;

    /** What becomes of the node afterwards. */
    final transient Runnable afterwards;

    PowerFailure(long survival, Runnable afterwards) {
        super("the power fails", null, false, false);
        this.survival = survival;
        this.afterwards = afterwards;
    }
}
