package io.keelson.jepsen;

import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.workload.EtcdClient;
import io.keelson.jepsen.workload.FinalRead;
import io.keelson.jepsen.workload.Operation;
import io.keelson.jepsen.workload.Reply;
import io.keelson.jepsen.workload.Worker;
import io.keelson.jepsen.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** All clients of a run: each bound to a node, evenly spread. */
final class Clients implements AutoCloseable {
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final long ASK_AGAIN_MILLIS = 100;

    private final RunPlan plan;
    private final Driver driver;
    private final Recorder recorder;
    private final Workload workload;
    private final List<EtcdClient> clients = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();

    /** Connects nobody yet. */
    Clients(RunPlan plan, Driver driver, Workload workload, Recorder recorder) {
        this.plan = plan;
        this.driver = driver;
        this.recorder = recorder;
        this.workload = workload;
        for (int i = 0; i < plan.concurrency(); i++) {
            String node = driver.nodes().get(i % driver.nodes().size());
            clients.add(new EtcdClient(driver.endpoint(node), plan.patience(), plan.space()));
        }
    }

    /**
     * Makes what the workload begins with, then lets every client read once, off the record, so that the first recorded operations meet open connections and
     * warm code.
     *
     * @throws SetupException if a client gets no answer
     */
    void warmUp() throws SetupException, InterruptedException {
        long limit = System.nanoTime() + READ_LIMIT.toNanos();
        for (int i = 0; i < clients.size(); i++) {
            EtcdClient client = clients.get(i);
            boolean first = i == 0;
            while (!(client.call(true, () -> {
                        if (first) {
                            workload.setUp(client);
                        }
                        return workload.carryOut(client, workload.lastReads().getFirst());
                    })
                    instanceof Reply.Ok)) {
                if (System.nanoTime() > limit) {
                    throw new SetupException("the cluster has a leader, but " + driver.nodes().get(i % driver.nodes().size())
                            + " answers no read within " + READ_LIMIT.toSeconds() + " s");
                }
                Thread.sleep(ASK_AGAIN_MILLIS);
            }
        }
    }

    /** Starts all clients, each on a thread of its own that ends when it may not go on. */
    List<Thread> start(BooleanSupplier goOn) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Random random = new Random(plan.seed() * 31 + i + 1);
            Worker worker = new Worker(i, plan.concurrency(), workload, clients.get(i), recorder, random,
                    plan.ratePerSecond(), goOn, done);
            threads.add(Thread.ofPlatform().daemon().name("client-" + i).start(worker));
        }
        return threads;
    }

    /** Returns how many operations have come to an end, with whatever outcome. */
    long done() {
        return done.get();
    }

    /** Reads everything on every node, on the record; what cannot be read is missing from the answer. A node that answers nothing for 30 s is asked for nothing more. */
    List<FinalRead> finalReads() throws InterruptedException {
        return finalReads(READ_LIMIT);
    }

    List<FinalRead> finalReads(Duration silence) throws InterruptedException {
        List<FinalRead> reads = new ArrayList<>();
        for (String node : driver.nodes()) {
            try (EtcdClient client = new EtcdClient(driver.endpoint(node), plan.patience(), plan.space())) {
                Worker reader = new Worker(recorder.newProcess(), plan.concurrency(), workload, client, recorder, new Random(0), 0,
                        () -> false, done);
                for (Operation last : workload.lastReads()) {
                    if (!(untilAnswered(reader, last, silence) instanceof Reply.Ok ok)) {
                        break;
                    }
                    reads.add(new FinalRead(node, last.key(), ok.value(), ok.version()));
                }
            }
        }
        return reads;
    }

    private static Reply untilAnswered(Worker reader, Operation last, Duration silence) throws InterruptedException {
        long limit = System.nanoTime() + silence.toNanos();
        Reply reply = reader.perform(last);
        while (!(reply instanceof Reply.Ok) && System.nanoTime() < limit) {
            Thread.sleep(ASK_AGAIN_MILLIS);
            reply = reader.perform(last);
        }
        return reply;
    }

    @Override
    public void close() {
        clients.forEach(EtcdClient::close);
    }
}
