package io.keelson.node;

import java.util.ArrayDeque;

/**
 * Requests by when their time is over, which is the order in which they came: all have the same time. Those that are answered go when they come first, or when there are so many of
 * them that they would hold memory for a long time behind one that nobody answers.
 */
final class Deadlines {
    private static final int FEW = 1_024;

    private final ArrayDeque<Request<?>> waiting = new ArrayDeque<>();
    private int sweepAt = FEW;

    void add(Request<?> request) {
        if (waiting.size() >= sweepAt) {
            waiting.removeIf(Request::answered);
            sweepAt = Math.max(FEW, 2 * waiting.size());
        }
        waiting.addLast(request);
    }

    /** Answers those whose time is over. */
    void expire(long now) {
        dropAnswered();
        while (!waiting.isEmpty() && waiting.peekFirst().deadline <= now) {
            expire(waiting.pollFirst());
            dropAnswered();
        }
    }

    private static <T> void expire(Request<T> request) {
        request.answer(request.expired());
    }

    private void dropAnswered() {
        while (!waiting.isEmpty() && waiting.peekFirst().answered()) {
            waiting.pollFirst();
        }
    }

    /** When the next one's time is over; the largest number if there is none. */
    long next() {
        dropAnswered();
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peekFirst().deadline;
    }

    /** How many are held, answered ones included. */
    int size() {
        return waiting.size();
    }

    void clear() {
        waiting.clear();
    }
}
