package io.keelson.simulation.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.simulation.schedule.FaultAction.Crash;
import io.keelson.simulation.schedule.FaultAction.Loss;
import io.keelson.simulation.schedule.FaultAction.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The shrinker on planted bugs. */
class ScheduleShrinkerTest {
    private int runs;

    private Schedule shrink(Schedule schedule, Predicate<Schedule> fails, int mostRuns) {
        return ScheduleShrinker.shrink(
                schedule,
                candidate -> {
                    runs++;
                    return fails.test(candidate);
                },
                mostRuns);
    }

    private static Schedule noisy(FaultAction... culprits) {
        List<FaultAction> actions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            actions.add(new Loss(1000 + i, 100, 700));
            if (i % 10 == 5 && i / 10 < culprits.length) {
                actions.add(culprits[i / 10]);
            }
        }
        return new Schedule(1, 3, 16_000, Schedule.Frame.CORE, actions).withSnapshotEvery(300);
    }

    private static boolean has(Schedule schedule, Class<? extends FaultAction> kind, long leastLasting) {
        return schedule.actions().stream().anyMatch(a -> kind.isInstance(a) && a.lasting() >= leastLasting);
    }

    @Test
    void aBugThatNeedsTwoFaultsShrinksToTheTwo() {
        Schedule failing = noisy(new Crash(2003, 1, 3333, 9), new Pause(3000, 2, 2000));
        Schedule smallest = shrink(failing, s -> has(s, Crash.class, 500) && has(s, Pause.class, 1), 1000);
        assertEquals(2, smallest.actions().size());
        assertTrue(smallest.actions().get(0).lasting() < 1000, smallest.toString());
        assertTrue(smallest.length() < 1000, smallest.toString());
        assertEquals(Schedule.Frame.HEALED, smallest.frame());
        assertEquals(Schedule.SNAPSHOT_EVERY, smallest.snapshotEvery());
    }

    @Test
    void whatABugNeedsStays() {
        Schedule smallest = shrink(noisy(), s -> s.frame() == Schedule.Frame.CORE && s.snapshotEvery() == 300, 1000);
        assertEquals(List.of(), smallest.actions());
        assertEquals(Schedule.Frame.CORE, smallest.frame());
        assertEquals(300, smallest.snapshotEvery());
    }

    @Test
    void aBugThatNeedsNoFaultShrinksToNone() {
        assertEquals(List.of(), shrink(noisy(), s -> true, 1000).actions());
    }

    @Test
    void whatItReturnsFailsEvenIfItMayNotTryMuch() {
        Schedule failing = noisy(new Crash(2003, 1, 3333, 9), new Pause(3000, 2, 2000));
        Predicate<Schedule> fails = s -> has(s, Crash.class, 500) && has(s, Pause.class, 1);
        for (int mostRuns = 0; mostRuns < 40; mostRuns++) {
            runs = 0;
            assertTrue(fails.test(shrink(failing, fails, mostRuns)));
            assertTrue(runs <= mostRuns);
        }
    }
}
