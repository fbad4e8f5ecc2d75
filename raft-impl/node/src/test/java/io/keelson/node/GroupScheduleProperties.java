package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Beside a plain twin that looks at every group each time. */
class GroupScheduleProperties {
    private static final int GROUPS = 5;

    private GroupSchedule<Long> schedule;
    private final TreeMap<Long, GroupSchedule.Place<Long>> places = new TreeMap<>();
    private final TreeMap<Long, Long> wakes = new TreeMap<>();

    @Property(tries = 300)
    void whoeverIsDueComesUpAndWhoeverComesUpEarlyIsPutBack(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 999) Integer> steps) {
        schedule = new GroupSchedule<>();
        for (long id = 1; id <= GROUPS; id++) {
            places.put(id, new GroupSchedule.Place<>(id, id));
            wakes.put(id, GroupSchedule.NEVER);
        }
        long now = 0;
        for (int step : steps) {
            long group = 1L + step % GROUPS;
            schedule.touch(places.get(group));
            wakes.put(group, now + step % 7);
            settle();
            now += step % 3;
            List<Long> mustWake = due(now);
            List<Long> woken = new ArrayList<>(schedule.takeDue(now));
            woken.retainAll(mustWake);
            woken.sort(null);
            assertEquals(mustWake, woken);
            mustWake.forEach(id -> wakes.put(id, GroupSchedule.NEVER));
            settle();
        }
    }

    private List<Long> due(long now) {
        return wakes.entrySet().stream().filter(entry -> entry.getValue() <= now).map(entry -> entry.getKey()).toList();
    }

    private void settle() {
        schedule.takeTouched().forEach(group -> schedule.settle(places.get(group), wakes.get(group)));
    }
}
