package io.keelson.bench.compare.member;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a fixed number of requests outstanding at one member, for a fixed time. Each producer is a thread with its share of them: a request that is
 * answered goes back to its producer, which sends the next in its place.
 */
final class Load {
    /** Keys are drawn round-robin from so many, or from fewer where values are larger than usual, so that the store stays as large. */
    private static final int KEYS = 100_000;

    private static final int USUAL_VALUE = 256;

    private static final long DRAIN_NANOS = 10_000_000_000L;

    /** What is asked for. */
    enum Kind {
        PUT,
        GET
    }

    private final BenchMember member;
    private final Kind kind;
    private final int keys;
    private final byte[] value;
    private final long endNanos;

    private Load(BenchMember member, Kind kind, int valueBytes, long endNanos) {
        this.member = member;
        this.kind = kind;
        this.keys = (int) ((long) KEYS * USUAL_VALUE / Math.max(USUAL_VALUE, valueBytes));
        this.value = new byte[valueBytes];
        new java.util.SplittableRandom(valueBytes).nextBytes(value);
        this.endNanos = endNanos;
    }

    /** What came of a load: the requests answered within its time, and how long they took. */
    record Result(long succeeded, long failed, long nanos, Latencies latencies) {}

    static Result run(BenchMember member, Kind kind, int outstanding, int producers, int valueBytes, long millis) throws InterruptedException {
        long begin = System.nanoTime();
        Load load = new Load(member, kind, valueBytes, begin + millis * 1_000_000);
        List<Producer> all = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            all.add(load.new Producer(outstanding / producers + (i < outstanding % producers ? 1 : 0), i * (load.keys / producers)));
        }
        all.forEach(producer -> producer.thread.start());
        Latencies latencies = new Latencies();
        long failed = 0;
        for (Producer producer : all) {
            producer.thread.join();
            latencies.add(producer.latencies);
            failed += producer.failed;
        }
        return new Result(latencies.count(), failed, load.endNanos - begin, latencies);
    }

    private final class Producer {
        private final Thread thread = new Thread(this::produce, "producer");
        private final AtomicReference<Slot> answered = new AtomicReference<>();
        private final Latencies latencies = new Latencies();
        private final int slots;
        private long nextKey;
        private long failed;

        Producer(int slots, long firstKey) {
            this.slots = slots;
            this.nextKey = firstKey;
        }

        private void produce() {
            int waiting = 0;
            for (int i = 0; i < slots; i++) {
                send(new Slot(this));
                waiting++;
            }
            long giveUp = endNanos + DRAIN_NANOS;
            while (waiting > 0 && System.nanoTime() < giveUp) {
                Slot next = answered.getAndSet(null);
                if (next == null) {
                    LockSupport.parkNanos(this, 100_000_000);
                }
                while (next != null) {
                    Slot slot = next;
                    next = slot.next;
                    note(slot);
                    if (System.nanoTime() < endNanos) {
                        send(slot);
                    } else {
                        waiting--;
                    }
                }
            }
        }

        private void note(Slot slot) {
            if (!slot.succeeded) {
                failed++;
            } else if (slot.answeredAt <= endNanos) {
                latencies.add(slot.answeredAt - slot.sentAt);
            }
        }

        private void send(Slot slot) {
            nextKey = (nextKey + 1) % keys;
            slot.sentAt = System.nanoTime();
            if (kind == Kind.PUT) {
                member.put(Store.command(nextKey, value), slot);
            } else {
                member.get(Store.key(nextKey), slot);
            }
        }
    }

    /** One outstanding request. Its fields pass between the threads with the list of answered ones. */
    private static final class Slot implements BenchMember.Completion {
        private final Producer producer;
        private long sentAt;
        private long answeredAt;
        private boolean succeeded;
        private Slot next;

        Slot(Producer producer) {
            this.producer = producer;
        }

        @Override
        public void done(boolean ok) {
            answeredAt = System.nanoTime();
            succeeded = ok;
            Slot head;
            do {
                head = producer.answered.get();
                next = head;
            } while (!producer.answered.compareAndSet(head, this));
            if (head == null) {
                LockSupport.unpark(producer.thread);
            }
        }
    }
}
