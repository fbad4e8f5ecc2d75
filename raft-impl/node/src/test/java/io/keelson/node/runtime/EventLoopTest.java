package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
    private final SystemClock clock = new SystemClock(Sabotage.NONE);
    private final Recorder driven = new Recorder();
    private final EventLoop loop = new EventLoop("loop-under-test", clock, driven);

    /** Written on the loop's thread, read after it has ended. */
    private static final class Recorder implements EventLoop.Driven {
        final List<String> events = new ArrayList<>();
        final CompletableFuture<Throwable> crash = new CompletableFuture<>();
        final CountDownLatch batchOfTheWake = new CountDownLatch(1);

        @Override
        public void wake() {
            events.add("wake");
        }

        @Override
        public void endOfBatch() {
            events.add("end of batch");
            if (events.contains("wake")) {
                batchOfTheWake.countDown();
            }
        }

        @Override
        public void crashed(Throwable cause) {
            crash.complete(cause);
        }
    }

    @AfterEach
    void endTheLoop() {
        loop.end(() -> {});
    }

    @Test
    void aMomentHoweverLongAgoHasCome() throws Exception {
        loop.execute(() -> clock.wakeAt(Long.MIN_VALUE));
        loop.start();
        driven.batchOfTheWake.await();
        assertTrue(driven.events.contains("wake"));
    }

    @Test
    void whatIsQueuedTogetherIsOneBatch() {
        for (int i = 1; i <= 3; i++) {
            String name = "task " + i;
            loop.execute(() -> driven.events.add(name));
        }
        loop.start();
        loop.end(() -> driven.events.add("last"));
        assertEquals(List.of("task 1", "task 2", "task 3"), driven.events.subList(0, 3));
        assertTrue(driven.events.contains("last"), driven.events::toString);
        assertTrue(driven.events.indexOf("end of batch") > 2, driven.events::toString);
    }

    @Test
    void aQueueThatNeverEmptiesStillHasBatches() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(3000);
        for (int i = 0; i < 3000; i++) {
            loop.execute(ran::countDown);
        }
        loop.start();
        ran.await();
        loop.end(() -> {});
        long batches = driven.events.stream().filter("end of batch"::equals).count();
        assertTrue(batches >= 3, batches + " batches for 3000 tasks");
    }

    @Test
    void theClockWakesASleepingLoop() throws InterruptedException {
        loop.start();
        loop.execute(() -> clock.wakeAt(clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(20)));
        driven.batchOfTheWake.await();
        loop.end(() -> {});
        assertEquals(List.of("end of batch", "wake", "end of batch"), driven.events.subList(0, 3));
    }

    @Test
    void everyTaskOfManyThreadsRunsOnceInItsThreadsOrder() throws InterruptedException {
        loop.start();
        int tasks = 2_000;
        List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Thread> producers = new ArrayList<>();
        for (List<Integer> mine : seen) {
            producers.add(new Thread(() -> {
                for (int i = 0; i < tasks; i++) {
                    int number = i;
                    loop.execute(() -> mine.add(number));
                }
            }));
        }
        producers.forEach(Thread::start);
        for (Thread producer : producers) {
            producer.join();
        }
        loop.end(() -> {});
        List<Integer> expected = java.util.stream.IntStream.range(0, tasks).boxed().toList();
        seen.forEach(mine -> assertEquals(expected, mine));
    }

    @Test
    void aTaskAfterTheEndIsRejected() {
        loop.start();
        loop.end(() -> {});
        assertEquals("rejected", submit().join());
    }

    @Test
    void aTaskBehindTheLastOneIsRejected() {
        CountDownLatch queued = new CountDownLatch(1);
        loop.start();
        loop.execute(() -> Uninterrupted.run(queued::await));
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> loop.end(() -> {}));
        // end() has queued its task when the one of ours that it precedes is rejected, and until then ours are run: none is forgotten.
        CompletableFuture<String> behind = submit();
        queued.countDown();
        ended.join();
        assertTrue(List.of("ran", "rejected").contains(behind.join()));
        assertEquals("rejected", submit().join());
    }

    @Test
    void aThrowingTaskEndsTheLoopAndRejectsTheRest() {
        RuntimeException bug = new IllegalStateException("a bug");
        loop.execute(() -> {
            throw bug;
        });
        CompletableFuture<String> behind = submit();
        loop.start();
        assertEquals(bug, driven.crash.join());
        assertEquals("rejected", behind.join());
    }

    private CompletableFuture<String> submit() {
        CompletableFuture<String> fate = new CompletableFuture<>();
        loop.execute(new EventLoop.Task() {
            @Override
            void run() {
                fate.complete("ran");
            }

            @Override
            void rejected() {
                fate.complete("rejected");
            }
        });
        return fate;
    }
}
