package io.keelson.launcher;

import io.keelson.simulation.ScheduleGenerator;
import io.keelson.simulation.Simulation;
import io.keelson.simulation.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that prints the digests of traces, one a line. */
final class TraceDigests {
    private TraceDigests() {}

    /** Prints those of the first so many schedules of a seed. */
    public static void main(String[] arguments) {
        of(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1])).forEach(System.out::println);
    }

    static List<String> of(long seed, int count) {
        List<String> digests = new ArrayList<>();
        for (Schedule schedule : ScheduleGenerator.generate(seed, 0, count, 0)) {
            digests.add(Long.toHexString(Simulation.run(schedule).traceDigest()));
        }
        return digests;
    }
}
