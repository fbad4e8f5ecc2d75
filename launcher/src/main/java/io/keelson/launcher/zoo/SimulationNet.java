package io.keelson.launcher.zoo;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.Hunt;
import io.keelson.simulation.zoo.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Random fault schedules against the mutant's node, from client to disk; what is found is shrunk. */
final class SimulationNet {
    private SimulationNet() {}

    /**
     * Hunts, in one thread. The seconds are its CPU time: a machine that is busy with something else makes no net worse.
     *
     * @param example the smallest schedule known, which may turn out to be smaller still than what is found; null if there is none
     */
    static NetResult run(Bug bug, Subject subject, long seed, Schedule example) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        Hunt.Catch caught = Hunt.search(subject, seed, bug);
        double seconds = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
        boolean exampleShowsIt = example != null && subject.run(example).verdict() == Verdict.INVALID;
        boolean isStale = example != null && !exampleShowsIt;
        if (!caught.isCaught()) {
            return new NetResult(Bug.Net.SIMULATION, false, "nothing", "", caught.schedules(), seconds, null, null, isStale);
        }
        Hunt.Catch small = Hunt.shrink(subject, caught);
        boolean exampleIsSmaller = exampleShowsIt && example.actions().size() <= small.shrunk().actions().size();
        return new NetResult(
                Bug.Net.SIMULATION, true, small.failure(), small.explanation(), small.schedules(), seconds, small.found(),
                exampleIsSmaller ? example : small.shrunk(), isStale);
    }
}
