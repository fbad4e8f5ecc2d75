package io.keelson.checker.history;

import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Records what the clients of one JVM do, from as many threads as there are, without a lock: no thread ever waits for another. The
 * order of the events is the order of the calls: an invocation must be recorded before the request can have any effect, and an end
 * after the answer is known.
 *
 * <p>Each event takes a ticket and goes to the place of that number; that is all threads share.
 */
public final class Recorder {
    private static final int SEGMENT_BITS = 10;
    private static final int SEGMENT = 1 << SEGMENT_BITS;

    private static final Object IDLE = new Object();
    private static final Object ENDING = new Object();
    private static final Object GONE = new Object();

    private final LongSupplier nanoClock;
    private final AtomicLong nextProcess = new AtomicLong();
    /** What each process does: {@link #IDLE}, {@link #GONE}, or the operation that it has open. */
    private final ConcurrentSkipListMap<Long, AtomicReference<Object>> processes = new ConcurrentSkipListMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final Segment first = new Segment(0);
    /** A segment not far from the end; only a hint. */
    private volatile Segment last = first;

    /** The events of a range of tickets. */
    private static final class Segment extends AtomicReferenceArray<Entry> {
        private static final long serialVersionUID = 1L;

        private final long number;
        private final transient AtomicReference<Segment> next = new AtomicReference<>();

        Segment(long number) {
            super(SEGMENT);
            this.number = number;
        }

        Segment following() {
            Segment following = next.get();
            if (following == null) {
                next.compareAndSet(null, new Segment(number + 1));
                following = next.get();
            }
            return following;
        }
    }

    /** An event before it has an index; of a fault injector where {@code nemesis} is not null. */
    private record Entry(String nemesis, long process, EventType type, String f, Object key, Object value, long time, Object error, long order) {
    }

    /**
     * Records on a clock of the caller's.
     *
     * @param nanoClock nanoseconds on a monotonic scale, read once for each event by the thread that records it: System::nanoTime in
     *                  a real run, the virtual clock in a simulated one
     */
    public Recorder(LongSupplier nanoClock) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    }

    /** Records on the machine's monotonic clock, from 0. */
    public Recorder() {
        long start = System.nanoTime();
        this.nanoClock = () -> System.nanoTime() - start;
    }

    /** A process number that this recorder has never given out. A client takes one, and another after each {@link Pending#info}. */
    public long newProcess() {
        return nextProcess.getAndIncrement();
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
    public Pending invoke(long process, String f, Object key, Object value) {
        Values.requireName(f);
        nextProcess.accumulateAndGet(process + 1, Math::max);
        AtomicReference<Object> doing = processes.get(process);
        if (doing == null) {
            AtomicReference<Object> idle = new AtomicReference<>(IDLE);
            AtomicReference<Object> other = processes.putIfAbsent(process, idle);
            doing = other == null ? idle : other;
        }
        Pending pending = new Pending(process, f, Values.canonical(key), Values.canonical(value), doing);
        if (!doing.compareAndSet(IDLE, pending)) {
            throw new MalformedHistoryException("process " + process + " invokes :" + f + (doing.get() == GONE
                ? " after an :info; a process whose operation has an unknown outcome is gone, go on with a new process number"
                : " while another operation of its is open; one process does one thing at a time"));
        }
        append(new Entry(null, process, EventType.INVOKE, f, pending.key, pending.argument, nanoClock.getAsLong(), null, Event.NO_ORDER));
        return pending;
    }

    /** Records that a fault began or ended. */
    public void nemesis(String f, Object value) {
        Values.requireName(f);
        append(new Entry("nemesis", 0, EventType.INFO, f, null, Values.canonical(value), nanoClock.getAsLong(), null, Event.NO_ORDER));
    }

    private void append(Entry entry) {
        long ticket = tickets.getAndIncrement();
        long number = ticket >> SEGMENT_BITS;
        Segment segment = last;
        if (segment.number > number) {
            segment = first;
        }
        while (segment.number < number) {
            segment = segment.following();
        }
        if (last.number < number) {
            last = segment;
        }
        segment.set((int) (ticket & SEGMENT - 1), entry);
    }

    /**
     * What is recorded so far: all events up to the first whose thread has yet to put it into its place; open operations have an unknown
     * outcome in it. Times that two threads read in the other order are raised to that of the event before.
     */
    public History history() {
        History.Builder builder = History.builder();
        long end = tickets.get();
        long time = Long.MIN_VALUE;
        Segment segment = first;
        for (long ticket = 0; ticket < end; ticket++) {
            int place = (int) (ticket & SEGMENT - 1);
            segment = place == 0 && ticket > 0 ? segment.following() : segment;
            Entry entry = segment.get(place);
            if (entry == null) {
                break;
            }
            time = Math.max(time, entry.time);
            if (entry.nemesis != null) {
                builder.onNemesis(entry.nemesis, entry.type, entry.f, entry.value, time);
            } else {
                builder.onClient(entry.process, entry.type, entry.f, entry.key, entry.value, time, entry.error, entry.order);
            }
        }
        return builder.build();
    }

    /** An operation that has begun and has yet to end, once, in one of three ways. */
    public final class Pending {
        private final long process;
        private final String f;
        private final Object key;
        private final Object argument;
        private final AtomicReference<Object> doing;

        private Pending(long process, String f, Object key, Object argument, AtomicReference<Object> doing) {
            this.process = process;
            this.f = f;
            this.key = key;
            this.argument = argument;
            this.doing = doing;
        }

        /** It happened, and there was nothing to learn: the value is that of the invocation. */
        public void ok() {
            complete(EventType.OK, argument, null, Event.NO_ORDER);
        }

        /** It happened and gave this result; null is nil. */
        public void ok(Object result) {
            complete(EventType.OK, result, null, Event.NO_ORDER);
        }

        /**
         * It happened, and the system told where in its own order.
         *
         * @param order see {@link Operation#order()}
         */
        public void ok(Object result, long order) {
            if (order < 0) {
                throw new IllegalArgumentException("a place in the order of the system is 0 or more, not " + order);
            }
            complete(EventType.OK, result, null, order);
        }

        /** It did not happen and never will; {@code error} may be null. */
        public void fail(Object error) {
            complete(EventType.FAIL, argument, error, Event.NO_ORDER);
        }

        /** Nobody knows; the process is gone. {@code error} may be null. */
        public void info(Object error) {
            complete(EventType.INFO, argument, error, Event.NO_ORDER);
        }

        private void complete(EventType type, Object value, Object error, long order) {
            if (doing.get() != this || !doing.compareAndSet(this, ENDING)) {
                throw new MalformedHistoryException("process " + process + " completes :" + f + " with :" + type.label()
                    + ", but it has no open invocation");
            }
            append(new Entry(null, process, type, f, key, Values.canonical(value), nanoClock.getAsLong(), Values.canonical(error),
                order));
            doing.set(type == EventType.INFO ? GONE : IDLE);
        }
    }
}
