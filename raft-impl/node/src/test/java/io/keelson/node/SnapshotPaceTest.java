package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {
    private static final long MILLI = 1_000_000;
    /** Readings of the clock may be negative. */
    private static final long BEGIN = -5 * MILLI;

    private final List<String> sent = new ArrayList<>();
    private final SnapshotPace pace = new SnapshotPace(1_000_000);

    private long send(long now, int bytes, String name) {
        return pace.send(now, bytes, () -> sent.add(name));
    }

    @Test
    void eachWaitsUntilThoseBeforeItHaveHadTheirTime() {
        assertEquals(BEGIN, send(BEGIN, 2_000, "a"));
        assertEquals(BEGIN + 2 * MILLI, send(BEGIN, 1_000, "b"));
        assertEquals(BEGIN + 3 * MILLI, send(BEGIN + MILLI, 1_000, "c"));
        assertEquals(List.of("a"), sent);
        assertEquals(BEGIN + 2 * MILLI, pace.nextWake());
        pace.onWake(BEGIN + 2 * MILLI);
        assertEquals(List.of("a", "b"), sent);
        pace.onWake(BEGIN + 9 * MILLI);
        assertEquals(List.of("a", "b", "c"), sent);
        assertEquals(GroupSchedule.NEVER, pace.nextWake());
    }

    @Test
    void timeInWhichNothingWasSentIsNotSavedUp() {
        send(BEGIN, 1_000, "a");
        assertEquals(BEGIN + 50 * MILLI, send(BEGIN + 50 * MILLI, 1_000, "b"));
        assertEquals(BEGIN + 51 * MILLI, send(BEGIN + 50 * MILLI, 1_000, "c"));
        assertEquals(List.of("a", "b"), sent);
    }

    @Test
    void nobodyOvertakes() {
        send(BEGIN, 1_000, "a");
        send(BEGIN, 1_000, "b");
        send(BEGIN + 7 * MILLI, 1_000, "c");
        assertEquals(List.of("a", "b", "c"), sent);
    }

    @Test
    void withoutALimitAllGoesAtOnce() {
        SnapshotPace free = new SnapshotPace(SnapshotSettings.UNLIMITED);
        for (int i = 0; i < 3; i++) {
            assertEquals(BEGIN, free.send(BEGIN, Integer.MAX_VALUE, () -> sent.add("")));
        }
        assertEquals(3, sent.size());
    }
}
