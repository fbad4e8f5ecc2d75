package io.keelson.node.runtime;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks on their way from any thread to one, which takes them in the order in which they came. The tasks themselves are the list, so that a task on its way costs neither an object nor, for
 * the thread that takes them, a step of its own that others could hinder: it takes what there is at once.
 *
 * <p>{@link #add} and {@link #takeAll} are for any thread, everything else is for the one.
 */
final class TaskQueue {
    /** The latest one, each pointing at the one before. */
    private final AtomicReference<EventLoop.Task> latest = new AtomicReference<>();
    /** What has been taken and not been asked for, the oldest first. */
    private EventLoop.Task taken;

    /** Adds a task, and says whether it is the first since the last were taken. */
    boolean add(EventLoop.Task task) {
        EventLoop.Task before;
        do {
            before = latest.get();
            task.next = before;
        } while (!latest.compareAndSet(before, task));
        return before == null;
    }

    boolean isEmpty() {
        return taken == null && latest.get() == null;
    }

    /** Returns the next task; null if there is none. */
    EventLoop.Task poll() {
        if (taken == null) {
            taken = takeAll();
        }
        EventLoop.Task oldest = taken;
        if (oldest != null) {
            taken = oldest.next;
            oldest.next = null;
        }
        return oldest;
    }

    /** Takes what has been added and not been taken, the oldest first; null if there is nothing. */
    EventLoop.Task takeAll() {
        EventLoop.Task left = latest.get() == null ? null : latest.getAndSet(null);
        EventLoop.Task oldest = null;
        while (left != null) {
            EventLoop.Task before = left.next;
            left.next = oldest;
            oldest = left;
            left = before;
        }
        return oldest;
    }
}
