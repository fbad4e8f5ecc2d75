package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a cluster did not serve. */
class AvailabilityTest {
    private static final Fault PAUSE = new Fault(FaultKind.PAUSE, List.of(Target.LEADER));

    @Test
    void whatWasBegunBeforeEverybodyWasHitIsNoSignOfLife() {
        History history = ok(ok(ok(History.builder(), 90, 102), 103, 108), 111, 150).build();
        List<Episode> episodes = List.of(episode("n1"), episode("n2"));
        assertEquals(List.of(new Availability.Failover("pause leader", 40)), Availability.of(history, 0, 200, episodes).failovers());
        assertEquals(102, Availability.of(history, 0, 200, episodes).longestGap());
    }

    @Test
    void whereNothingSucceedsAnyMoreItTookAtLeastUntilTheEnd() {
        History history = ok(ok(History.builder(), 90, 102), 105, 109).build();
        assertEquals(List.of(new Availability.Failover("pause leader", 90)), Availability.of(history, 0, 200, List.of(episode("n1"))).failovers());
        assertEquals(List.of(), Availability.of(history, 0, 105, List.of(episode("n1"))).failovers(), "whoever was hit after the end had no client");
    }

    /** From 100 on, and everybody was hit at 110. */
    private static Episode episode(String leader) {
        return new Episode(PAUSE, Target.LEADER, List.of("n1"), leader, 100, 110, 160, 0, 0);
    }

    private static History.Builder ok(History.Builder history, long invoked, long completed) {
        return history.add(1, EventType.INVOKE, "read", "x", null, invoked, null).add(1, EventType.OK, "read", "x", 1, completed, null);
    }
}
