package io.keelson.node.runtime;

/** Waits that an interrupt does not cut short: it is kept for the caller. */
final class Uninterrupted {
    /** A wait that may be repeated. */
    @FunctionalInterface
    interface Wait {
        void run() throws InterruptedException;
    }

    private Uninterrupted() {}

    static void run(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.run();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
