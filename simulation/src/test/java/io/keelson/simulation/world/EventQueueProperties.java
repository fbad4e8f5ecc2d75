package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Events happen in the order of their moments, and of their planning. */
class EventQueueProperties {
    private static final long MILLI = 1_000_000;

    private record Planned(int time, int number) {}

    @Property(tries = 200)
    void aQueueIsAStableSort(@ForAll List<@IntRange(max = 20) Integer> times) {
        EventQueue queue = new EventQueue();
        List<Planned> happened = new ArrayList<>();
        List<Planned> expected = new ArrayList<>();
        for (int number = 0; number < times.size(); number++) {
            Planned planned = new Planned(times.get(number), number);
            expected.add(planned);
            queue.at(planned.time, () -> happened.add(new Planned((int) queue.now(), planned.number)));
        }
        expected.sort(Comparator.comparingInt(Planned::time));
        queue.runUntil(100);
        assertEquals(expected, happened);
        assertEquals(100, queue.now());
    }

    /** Whatever is soon and whatever is late when it is planned: each event plans another, so that the two come to be due at the same moments. */
    @Property(tries = 200)
    void eventsPlannedMeanwhileFallIntoTheSameOrder(@ForAll List<@IntRange(max = 12) Integer> delays) {
        EventQueue queue = new EventQueue();
        List<Planned> happened = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        for (int delay : delays) {
            plan(queue, delay, happened, planned);
            plan(queue, 2 * delay, happened, planned);
        }
        queue.runUntil(100L * MILLI);
        planned.sort(Comparator.comparingInt(Planned::time).thenComparingInt(Planned::number));
        assertEquals(planned, happened);
    }

    /** Plans an event so many milliseconds from now, which plans another half as far from then. */
    private static void plan(EventQueue queue, int delay, List<Planned> happened, List<Planned> planned) {
        Planned event = new Planned((int) (queue.now() / MILLI) + delay, planned.size());
        planned.add(event);
        queue.at(event.time * MILLI, () -> {
            happened.add(new Planned((int) (queue.now() / MILLI), event.number));
            if (delay > 1) {
                plan(queue, delay / 2, happened, planned);
            }
        });
    }

    @Example
    void anEventMayPlanOthersAndThePastIsNow() {
        EventQueue queue = new EventQueue();
        List<String> happened = new ArrayList<>();
        queue.at(10, () -> {
            queue.at(3, () -> happened.add("past at " + queue.now()));
            queue.at(12, () -> happened.add("later at " + queue.now()));
            happened.add("first at " + queue.now());
        });
        queue.at(10, () -> happened.add("second at " + queue.now()));
        queue.runUntil(11);
        assertEquals(List.of("first at 10", "second at 10", "past at 10"), happened);
    }
}
