package io.keelson.jepsen.workload;

import io.keelson.checker.history.Recorder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One client: does one operation after the other on its node and records each. After an unknown outcome it goes on under another
 * process number, as Jepsen's processes do: the operation may yet happen.
 */
public final class Worker implements Runnable {
    private final Workload workload;
    private final EtcdClient client;
    private final Recorder recorder;
    private final RandomGenerator random;
    private final double meanPauseMillis;
    private final int concurrency;
    private final BooleanSupplier goOn;
    private final AtomicLong done;
    private long process;

    /**
     * One of several.
     *
     * @param process its first process number, below the concurrency
     * @param concurrency how many clients there are; process numbers advance by it
     * @param client its connection; closed by the caller
     * @param ratePerSecond how many operations all clients together begin in a second; 0 for as many as they can
     * @param goOn asked before each operation
     * @param done counts completed operations over all clients
     */
    public Worker(long process, int concurrency, Workload workload, EtcdClient client, Recorder recorder,
            RandomGenerator random, double ratePerSecond, BooleanSupplier goOn, AtomicLong done) {
        this.process = process;
        this.concurrency = concurrency;
        this.workload = workload;
        this.client = client;
        this.recorder = recorder;
        this.random = random;
        this.meanPauseMillis = ratePerSecond == 0 ? 0 : 1000.0 * concurrency / ratePerSecond;
        this.goOn = goOn;
        this.done = done;
    }

    @Override
    public void run() {
        try {
            while (goOn.getAsBoolean()) {
                // Exponential pauses, as independent clients make them; a bound keeps the end of a run near.
                long pause = (long) Math.min(1000, -meanPauseMillis * Math.log(1 - random.nextDouble()));
                Thread.sleep(pause);
                Operation operation = workload.next(random);
                Reply reply = perform(operation);
                done.incrementAndGet();
                if (reply instanceof Reply.Failed failed && failed.why().equals("connection-refused")) {
                    Thread.sleep(50); // nothing listens there; do not fill the history with it
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries out one operation and records it. */
    public Reply perform(Operation operation) {
        Recorder.Pending pending = recorder.invoke(process, operation.f(), operation.key(), operation.argument());
        Reply reply = client.call(operation.readOnly(), () -> workload.carryOut(client, operation));
        switch (reply) {
            case Reply.Ok ok -> {
                workload.learn(operation, ok);
                if (ok.order() < 0) {
                    pending.ok(ok.value());
                } else {
                    pending.ok(ok.value(), ok.order());
                }
            }
            case Reply.Failed failed -> pending.fail(failed.why());
            case Reply.Unknown unknown -> {
                pending.info(unknown.why());
                process += concurrency;
            }
        }
        return reply;
    }
}
