package io.keelson.checker.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final int THREADS = 8;
    private static final int OPERATIONS = 500;

    private final AtomicLong clock = new AtomicLong();
    private final Recorder recorder = new Recorder(clock::incrementAndGet);

    /** Many threads on one atomic cell: nothing is lost, times never go back, and the cell is linearizable. */
    @Test
    void manyThreadsOnOneCell() throws Exception {
        AtomicLong cell = new AtomicLong(-1);
        runOnAllThreads(thread -> {
            long process = recorder.newProcess();
            for (int i = 0; i < OPERATIONS; i++) {
                long value = thread * OPERATIONS + i;
                if (i % 10 == 9) {
                    Recorder.Pending write = recorder.invoke(process, "write", value);
                    cell.set(value);
                    write.info("connection lost");
                    process = recorder.newProcess();
                } else if (i % 2 == 0) {
                    Recorder.Pending write = recorder.invoke(process, "write", value);
                    cell.set(value);
                    write.ok();
                } else {
                    Recorder.Pending read = recorder.invoke(process, "read", null);
                    read.ok(cell.get());
                }
            }
        });
        History history = recorder.history();
        assertEquals(2 * THREADS * OPERATIONS, history.events().size());
        assertEquals(THREADS * OPERATIONS / 10, history.operations().stream().filter(Operation::isCrashed).count());
        for (int i = 1; i < history.events().size(); i++) {
            assertTrue(history.events().get(i - 1).time() <= history.events().get(i).time());
        }
        assertEquals(Verdict.VALID,
            LinearizabilityChecker.check(history, Models.register(-1), Budget.ofConfigurations(10_000_000)).verdict());
    }

    private interface Work {
        void run(long thread) throws Exception;
    }

    private static void runOnAllThreads(Work work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (long thread = 0; thread < THREADS; thread++) {
                long number = thread;
                tasks.add(() -> {
                    work.run(number);
                    return null;
                });
            }
            for (Future<Void> future : pool.invokeAll(tasks)) {
                future.get();
            }
        }
    }

    @Test
    void aPendingOperationEndsOnce() {
        Recorder.Pending write = recorder.invoke(0, "write", 1);
        write.ok();
        assertThrows(MalformedHistoryException.class, write::ok);
        assertEquals(2, recorder.history().events().size());
    }

    @Test
    void aProcessThatIsGoneStaysGone() {
        recorder.invoke(5, "write", 1).info(null);
        assertThrows(MalformedHistoryException.class, () -> recorder.invoke(5, "read", null));
        assertEquals(6, recorder.newProcess(), "numbers in use are not given out");
    }

    @Test
    void openOperationsAreOfUnknownOutcome() {
        recorder.invoke(0, "write", "k", 1);
        recorder.nemesis("kill", Values.vector("n1"));
        History history = recorder.history();
        assertTrue(history.operations().get(0).isCrashed());
        assertTrue(history.isKeyed());
        assertEquals(1, history.nemesisEvents().get(0).index());
    }
}
