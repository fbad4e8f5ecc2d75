package io.keelson.checker.history;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Records what the clients of one JVM do, from as many threads as there are. The order of the events is the order of the calls:
 * an invocation must be recorded before the request can have any effect, and an end after the answer is known.
 */
public final class Recorder {
    private final LongSupplier nanoClock;
    private final History.Builder builder = History.builder();
    private long nextProcess;

    /**
     * @param nanoClock nanoseconds on a monotonic scale, read under the recorder's lock: System::nanoTime in a real run, the
     *                  virtual clock in a simulated one
     */
    public Recorder(LongSupplier nanoClock) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    }

    /** A process number that this recorder has never given out. A client takes one, and another after each {@link Pending#info}. */
    public synchronized long newProcess() {
        return nextProcess++;
    }

    /** Records an invocation without a key. */
    public Pending invoke(long process, String f, Object value) {
        return invoke(process, f, null, value);
    }

    /**
     * Records an invocation.
     *
     * @param key   the key that is a history of its own, or null
     * @param value the argument, may be null
     * @throws MalformedHistoryException where the process has an open operation, or is gone after an info
     */
    public synchronized Pending invoke(long process, String f, Object key, Object value) {
        builder.invoke(process, f, key, value, nanoClock.getAsLong());
        nextProcess = Math.max(nextProcess, process + 1);
        return new Pending(process, f, key, value);
    }

    /** Records that a fault began or ended. */
    public synchronized void nemesis(String f, Object value) {
        builder.nemesis("nemesis", EventType.INFO, f, value, nanoClock.getAsLong());
    }

    /** What is recorded so far; open operations have an unknown outcome in it. */
    public synchronized History history() {
        return builder.build();
    }

    private synchronized void complete(Pending pending, EventType type, Object value, Object error) {
        builder.add(pending.process, type, pending.f, pending.key, value, nanoClock.getAsLong(), error);
    }

    /** An operation that has begun and has yet to end, once, in one of three ways. */
    public final class Pending {
        private final long process;
        private final String f;
        private final Object key;
        private final Object argument;

        private Pending(long process, String f, Object key, Object argument) {
            this.process = process;
            this.f = f;
            this.key = key;
            this.argument = argument;
        }

        /** It happened, and there was nothing to learn: the value is that of the invocation. */
        public void ok() {
            complete(this, EventType.OK, argument, null);
        }

        /** It happened and gave this result; null is nil. */
        public void ok(Object result) {
            complete(this, EventType.OK, result, null);
        }

        /** It did not happen and never will; {@code error} may be null. */
        public void fail(Object error) {
            complete(this, EventType.FAIL, argument, error);
        }

        /** Nobody knows; the process is gone. {@code error} may be null. */
        public void info(Object error) {
            complete(this, EventType.INFO, argument, error);
        }
    }
}
