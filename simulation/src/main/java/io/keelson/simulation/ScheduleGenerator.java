package io.keelson.simulation;

import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleArbitraries;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/** Draws the schedules of a campaign. Schedule number n is the same however many there are. */
public final class ScheduleGenerator {
    private static final int GENERATION_SIZE = 1000;

    private ScheduleGenerator() {}

    /** Draws schedules with successive numbers. */
    public static List<Schedule> generate(long seed, long first, int count, int nodes) {
        return generate(seed, first, 1, count, nodes, false);
    }

    /**
     * Draws schedules.
     *
     * @param seed of the campaign
     * @param first the number of the first, from 0
     * @param stride the distance between numbers, from 1
     * @param count how many
     * @param nodes of each cluster; 0 for three and five
     * @param keepsGroups whether groups come and go beside all else; that is drawn apart, so that the rest of each schedule is the same with and without
     * @return in order of their numbers
     */
    public static List<Schedule> generate(long seed, long first, int stride, int count, int nodes, boolean keepsGroups) {
        List<Schedule> schedules = new ArrayList<>();
        JqwikSession.run(() -> {
            Arbitrary<Schedule> arbitrary =
                    nodes == 0 ? ScheduleArbitraries.schedules() : ScheduleArbitraries.schedules(nodes);
            RandomGenerator<Schedule> generator = arbitrary.generator(GENERATION_SIZE);
            for (long number = first; number < first + (long) stride * count; number += stride) {
                long draw = Indexed.hash(seed, Stream.SCHEDULE.of(0), number);
                Schedule schedule = generator.next(new Random(draw)).value();
                schedules.add(keepsGroups ? withWishes(schedule, Indexed.hash(seed, Stream.GROUPS.of(0), number)) : schedule);
            }
        });
        return schedules;
    }

    private static Schedule withWishes(Schedule schedule, long draw) {
        Arbitrary<List<FaultAction>> wishes = ScheduleArbitraries.wishes(schedule.nodes(), schedule.length());
        List<FaultAction> all = new ArrayList<>(schedule.actions());
        all.addAll(wishes.generator(GENERATION_SIZE).next(new Random(draw)).value());
        return schedule.withActions(all);
    }
}
