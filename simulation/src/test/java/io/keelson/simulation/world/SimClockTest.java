package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a clock rings, and what a step of the wall clock leaves alone. */
class SimClockTest {
    private final EventQueue queue = new EventQueue();
    private final List<Long> rings = new ArrayList<>();
    private final SimClock clock = new SimClock(queue, 0, () -> rings.add(queue.now()));

    @Test
    void aLaterWishReplacesAnEarlierOne() {
        clock.wakeAt(100);
        clock.wakeAt(300);
        queue.runUntil(1000);
        assertEquals(List.of(300L), rings);
    }

    @Test
    void aFastClockRingsWhenItShowsTheTimeAndNotBefore() {
        SimClock fast = new SimClock(queue, 50_000, () -> rings.add(queue.now()));
        fast.wakeAt(1_050);
        queue.runUntil(1_000);
        assertEquals(List.of(1_000L), rings);
        assertEquals(1_050, fast.monotonicNanos());
        fast.wakeAt(2_000);
        queue.runUntil(5_000);
        assertEquals(List.of(1_000L, 1_905L), rings);
        fast.wakeAt(Long.MIN_VALUE);
        queue.runUntil(5_000);
        assertEquals(List.of(1_000L, 1_905L, 5_000L), rings, "at once");
    }

    @Test
    void anEarlierWishReplacesALaterOne() {
        clock.wakeAt(300);
        clock.wakeAt(100);
        queue.runUntil(1000);
        assertEquals(List.of(100L), rings);
    }

    @Test
    void aMomentInThePastIsNow() {
        queue.runUntil(50);
        clock.wakeAt(10);
        queue.runUntil(1000);
        assertEquals(List.of(50L), rings);
    }

    @Test
    void aDeadProcessIsNotWoken() {
        clock.wakeAt(100);
        clock.forget();
        queue.runUntil(1000);
        assertEquals(List.of(), rings);
    }

    @Test
    void aStepTouchesTheWallAlone() {
        long wall = clock.wallMillis();
        clock.step(-5000);
        assertEquals(wall - 5000, clock.wallMillis());
        assertEquals(queue.now(), clock.monotonicNanos());
    }
}
