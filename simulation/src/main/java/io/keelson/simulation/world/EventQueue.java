package io.keelson.simulation.world;

/**
 * Virtual time: what is to happen, ordered by moment, and among equal moments by the order in which it was planned.
 *
 * <p>Every event of a run passes through here, and nearly all are due within a moment of their planning: messages, forces, turns. The few that wait for long, such as
 * the patience of clients, are many at any time; they have a heap of their own, so that the others need not be sorted among them.
 */
public final class EventQueue {
    private static final long SOON_NANOS = 5_000_000;
    private static final int FIRST_SOON = 64;
    private static final int FIRST_LATE = 256;

    private final EventHeap soon = new EventHeap(FIRST_SOON);
    private final EventHeap late = new EventHeap(FIRST_LATE);
    private long now;
    private long sequence;

    /** Returns the current moment, in nanoseconds from the start of the run. */
    public long now() {
        return now;
    }

    /** Plans an action; a moment in the past means now, after what is planned for now already. */
    public void at(long time, Runnable action) {
        EventHeap heap = time - now < SOON_NANOS ? soon : late;
        heap.add(Math.max(time, now), sequence++, action);
    }

    /** Lets everything happen that is planned up to this moment (included), and moves the time there. */
    public void runUntil(long time) {
        for (EventHeap first = first(); first.time() <= time; first = first()) {
            now = first.time();
            first.remove().run();
        }
        now = Math.max(now, time);
    }

    /** The heap whose first event is due first. */
    private EventHeap first() {
        boolean isSoon = soon.time() < late.time() || (soon.time() == late.time() && soon.number() < late.number());
        return isSoon ? soon : late;
    }
}
