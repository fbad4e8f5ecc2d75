package io.keelson.node.runtime;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A thread that writes and forces, in the order of calls. The first failure is final: a failed force leaves open which pages reached the disk,
 * so every later force fails with the same reason and nothing more is written.
 */
final class DiskThread {
    /** Work on a file. */
    @FunctionalInterface
    interface DiskWork {
        void run() throws IOException;
    }

    private static final Runnable END = () -> {};

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final Consumer<Runnable> nodeThread;
    private final Sabotage sabotage;
    private final Thread thread;
    private StorageException failure;

    /** Starts the thread. Completions are run by {@code nodeThread}. */
    DiskThread(String name, Consumer<Runnable> nodeThread, Sabotage sabotage) {
        this.nodeThread = nodeThread;
        this.sabotage = sabotage;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Queues a write; its failure is told by the next force. */
    void write(String what, DiskWork work) {
        enqueue(() -> attempt(what, work));
    }

    /** Queues a force; the completion comes on the node's thread. */
    void force(String what, DiskWork work, Storage.Completion completion) {
        enqueue(() -> {
            attempt(what, () -> {
                if (sabotage.letsForce()) {
                    work.run();
                }
            });
            StorageException outcome = failure;
            nodeThread.accept(() -> completion.done(outcome));
        });
    }

    /** Reads something. */
    @FunctionalInterface
    interface DiskRead {
        ByteBuffer run() throws StorageException;
    }

    /** Queues a read; the completion comes on the node's thread. Its failure is nobody else's. */
    void read(DiskRead read, StorageFile.ReadCompletion completion) {
        enqueue(() -> {
            ByteBuffer bytes = null;
            StorageException reason = null;
            try {
                bytes = read.run();
            } catch (StorageException e) {
                reason = e;
            }
            ByteBuffer content = bytes;
            StorageException failed = reason;
            nodeThread.accept(() -> completion.done(content, failed));
        });
    }

    /** Work that takes long, done a piece at a time. */
    @FunctionalInterface
    interface Pieces {
        /** Does the next piece; returns whether there is more to do. */
        boolean next() throws IOException;
    }

    /** Queues long work, so that what is queued meanwhile waits for no more than a piece of it. The completion comes on the node's thread. Its failure is nobody else's. */
    void inPieces(String what, Pieces work, Storage.Completion completion) {
        enqueue(() -> {
            StorageException outcome = failure;
            try {
                if (outcome == null && work.next()) {
                    inPieces(what, work, completion);
                    return;
                }
            } catch (IOException | RuntimeException e) {
                outcome = DiskErrors.explain(what, e);
            }
            StorageException told = outcome;
            nodeThread.accept(() -> completion.done(told));
        });
    }

    /** Queues work that is done even after a failure, such as closing a file. */
    void always(Runnable work) {
        enqueue(work);
    }

    /** Returns when everything queued before has been done. */
    void await() {
        if (waiting.get() == 0) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        enqueue(reached::countDown);
        Uninterrupted.run(reached::await);
    }

    /** Does what is queued, then ends the thread. */
    void end() {
        enqueue(END);
        Uninterrupted.run(thread::join);
    }

    private void enqueue(Runnable work) {
        waiting.incrementAndGet();
        queue.add(work);
    }

    private void attempt(String what, DiskWork work) {
        if (failure != null) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            failure = DiskErrors.explain(what, e);
        }
    }

    private void run() {
        for (Runnable work = take(); work != END; work = take()) {
            work.run();
            waiting.decrementAndGet();
        }
    }

    /** An interrupt must not reach a file channel, which would close itself. */
    private Runnable take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException ignored) {
                // Only end() ends this thread.
            }
        }
    }
}
