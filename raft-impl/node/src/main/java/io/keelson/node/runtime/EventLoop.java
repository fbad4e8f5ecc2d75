package io.keelson.node.runtime;

import io.keelson.node.netty.IoLoop;

/**
 * The one thread of a node: runs tasks in the order in which they come, in batches, does what is ready on the node's connections before each batch, and sleeps
 * between them until a task, a connection or the clock's wake-up.
 *
 * <p>{@link #execute} may be called from any thread.
 */
final class EventLoop {
    /** A batch ends after this many tasks, so that what they wrote and sent does not wait for a queue that never empties. */
    private static final int MAX_BATCH = 1024;

    /** A piece of work, handed to one loop once. Exactly one of the two methods is called, once. */
    abstract static class Task {
        /** Another one in the same {@link TaskQueue}, which has this field to itself. */
        Task next;

        /** On the loop's thread. */
        abstract void run();

        /** The loop has ended and the task was not run. On any thread. */
        void rejected() {}
    }

    /** What the loop drives, on its thread. */
    interface Driven {
        /** The moment asked for with {@link SystemClock#wakeAt} has come. */
        void wake();

        /** A batch of tasks and wake-ups is over. */
        void endOfBatch();

        /** A task or a method of this interface threw. The loop has ended. */
        void crashed(Throwable cause);
    }

    private final SystemClock clock;
    private final Driven driven;
    private final TaskQueue queue = new TaskQueue();
    private final Thread thread;
    private final IoLoop io;
    private boolean ending;
    private volatile boolean parked;
    private volatile boolean ended;

    EventLoop(String name, SystemClock clock, Driven driven) {
        this.clock = clock;
        this.driven = driven;
        this.thread = new Thread(this::run, name);
        this.io = new IoLoop(thread, queue::isEmpty);
    }

    /** Returns where the node's connections belong: what happens on them happens on this loop's thread. */
    IoLoop io() {
        return io;
    }

    /** Starts the thread. */
    void start() {
        thread.start();
    }

    /** Queues a task. It is told if it will never run. */
    void execute(Task task) {
        boolean first = queue.add(task);
        if (ended) {
            rejectAll(queue.takeAll());
        } else if (first && parked) {
            // Whoever adds behind the first one need not: the loop does not wait before it has taken both.
            io.wakeUp();
        }
    }

    /** Queues work that need not know if it will never be done. */
    void execute(Runnable work) {
        execute(new Task() {
            @Override
            void run() {
                work.run();
            }
        });
    }

    /** Runs one last task and ends the loop; tasks behind it are rejected. Returns when the thread is gone. Not for the loop's own thread. */
    void end(Runnable last) {
        execute(() -> {
            ending = true;
            last.run();
        });
        Uninterrupted.run(thread::join);
    }

    /** Says whether the caller is on the loop's thread. */
    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try {
            while (!ending) {
                boolean worked = runConnections();
                worked |= runBatch();
                if (worked) {
                    driven.endOfBatch();
                }
            }
        } catch (Throwable cause) {
            driven.crashed(cause);
        } finally {
            ended = true;
            rejectTheRest();
            io.end();
        }
    }

    /** Says whether there was anything to do. */
    private boolean runBatch() {
        boolean worked = false;
        for (int i = 0; i < MAX_BATCH && !ending; i++) {
            Task task = queue.poll();
            if (task == null) {
                break;
            }
            task.run();
            worked = true;
        }
        if (!ending && clock.takeDue()) {
            driven.wake();
            worked = true;
        }
        return worked;
    }

    /** Waits only if there is nothing else to do. */
    private boolean runConnections() {
        if (!queue.isEmpty()) {
            return io.run(0);
        }
        parked = true;
        // A task added before parked was set woke nobody: run looks at the queue once more before it waits.
        boolean worked = io.run(clock.nanosToWake());
        parked = false;
        return worked;
    }

    private void rejectTheRest() {
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            task.rejected();
        }
    }

    private static void rejectAll(Task first) {
        for (Task task = first; task != null; task = task.next) {
            task.rejected();
        }
    }
}
