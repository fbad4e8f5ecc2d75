package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a clock rings, and what a step of the wall clock leaves alone. */
class SimClockTest {
    private final EventQueue queue = new EventQueue();
    private final List<Long> rings = new ArrayList<>();
    private final SimClock clock = new SimClock(queue, () -> rings.add(queue.now()));

    @Test
    void aLaterWishReplacesAnEarlierOne() {
        clock.wakeAt(100);
        clock.wakeAt(300);
        queue.runUntil(1000);
        assertEquals(List.of(300L), rings);
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
