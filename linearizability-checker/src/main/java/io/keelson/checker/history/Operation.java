package io.keelson.checker.history;

/**
 * An invocation together with what became of it.
 *
 * @param id          position among the operations of its history, in order of invocation, from 0
 * @param process     the client
 * @param f           the function
 * @param key         the key of an independent sub-history, or null
 * @param input       the value of the invocation; may be null
 * @param output      the value of the completion; null where the outcome is not {@link EventType#OK}
 * @param outcome     {@code OK}, {@code FAIL} or {@code INFO}; never {@code INVOKE}
 * @param invoked     index of the invocation
 * @param completed   index of the completion, or {@link #NEVER}; an {@code INFO} line is not a completion
 * @param invokedAt   time of the invocation in nanoseconds, or {@link Event#NO_TIME}
 * @param completedAt time of the last event of the operation, or {@link Event#NO_TIME}
 * @param error       why it failed or is unknown; may be null
 * @param order       its place in the order that the system itself reports, such as the index in its log or the revision that it made, 0 or
 *                    more; of what changes nothing, the place of what it comes right after; {@link Event#NO_ORDER} where none was
 *                    reported. A claim, to be checked like any other
 */
public record Operation(int id, long process, String f, Object key, Object input, Object output, EventType outcome,
                        int invoked, int completed, long invokedAt, long completedAt, Object error, long order) {
    /** The completion of an operation that never completed: later than every event. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** An operation of which the system reported no place. */
    public Operation(int id, long process, String f, Object key, Object input, Object output, EventType outcome, int invoked, int completed,
                     long invokedAt, long completedAt, Object error) {
        this(id, process, f, key, input, output, outcome, invoked, completed, invokedAt, completedAt, error, Event.NO_ORDER);
    }

    /** The same as long as it has not completed: nobody knows whether it happened, and its result is not known. */
    public Operation asOpen() {
        return new Operation(id, process, f, key, input, null, EventType.INFO, invoked, NEVER, invokedAt, Event.NO_TIME, null, order);
    }

    /** True where it happened for certain, between its two events. */
    public boolean isOk() {
        return outcome == EventType.OK;
    }

    /** True where nobody knows whether, or when, it happened. */
    public boolean isCrashed() {
        return outcome == EventType.INFO;
    }

    /**
     * What it asked and what it got: {@code read -> 3}, {@code write 3}, {@code cas [1 2]}; nothing of processes or times, and long
     * values cut.
     */
    public String call() {
        String shown = input == null && !f.equals("write") ? f : f + " " + Values.brief(input);
        boolean informative = isOk() && (input == null ? !f.equals("write") : !input.equals(output));
        return informative ? shown + " -> " + Values.brief(output) : shown;
    }

    /** One line for people: process, call, and the events it spans. */
    @Override
    public String toString() {
        String end = switch (outcome) {
            case OK -> "#" + completed;
            case FAIL -> "#" + completed + ", failed";
            default -> "outcome unknown";
        };
        return "process " + process + " " + call() + (key == null ? "" : " on key " + Values.brief(key))
            + " (#" + invoked + ".." + end + ")";
    }
}
