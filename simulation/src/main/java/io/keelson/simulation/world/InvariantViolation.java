package io.keelson.simulation.world;

/** Something happened in a run that must never happen. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final long time;
    private final long node;
    private long group;

    /**
     * A violation.
     *
     * @param name of the invariant
     * @param time the moment, in virtual nanoseconds
     * @param node the member that stepped, 0 if it is about the cluster
     * @param detail what was seen, one line
     * @param cause the error behind it, null if there is none
     */
    public InvariantViolation(String name, long time, long node, String detail, Throwable cause) {
        super(detail, cause);
        this.name = name;
        this.time = time;
        this.node = node;
    }

    /** Returns the name of the invariant. */
    public String name() {
        return name;
    }

    /** Returns the moment, in virtual nanoseconds. */
    public long time() {
        return time;
    }

    /** Returns the member that stepped, 0 if it is about the cluster. */
    public long node() {
        return node;
    }

    /** Says in which group it happened, if nobody who was nearer has said so. */
    public InvariantViolation in(long where) {
        if (group == 0) {
            group = where;
        }
        return this;
    }

    /** Returns the group in which it happened, 0 if it is about none or nobody knows. */
    public long group() {
        return group;
    }

    /** One line with all of it. */
    public String describe() {
        return name + " at " + Trace.moment(time) + (node == 0 ? "" : " on n" + node) + ": " + getMessage();
    }
}
