package io.keelson.node;

import java.util.function.Consumer;

/**
 * A client's request that waits for its outcome, which it is told exactly once.
 *
 * @param <T> the answer
 */
abstract class Request<T> {
    /** After this moment, in monotonic nanoseconds, the request is answered with what is known. */
    final long deadline;

    private Consumer<Outcome<T>> reply;

    Request(long deadline, Consumer<Outcome<T>> reply) {
        this.deadline = deadline;
        this.reply = reply;
    }

    boolean answered() {
        return reply == null;
    }

    /** Tells the outcome, unless one was told before. */
    final void answer(Outcome<T> outcome) {
        if (reply != null) {
            Consumer<Outcome<T>> waiting = reply;
            reply = null;
            settled(outcome);
            waiting.accept(outcome);
        }
    }

    /** Called once, just before the client is told. */
    abstract void settled(Outcome<T> outcome);

    /** What the client is told when its time is over: all that can be concluded by then. */
    abstract Outcome<T> expired();
}
