package io.keelson.simulation.zoo;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.ScheduleGenerator;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleShrinker;

/** Looks for a schedule that shows a bug, among the random ones of a campaign, and makes it small. */
public final class Hunt {
    private static final int MOST_RUNS_TO_SHRINK = 400;
    private static final int DRAWN_AT_ONCE = 50;

    private Hunt() {}

    /**
     * What was caught.
     *
     * @param failure the check that saw it first; null if none did
     * @param explanation what it saw
     * @param schedules how many were run until then, or in all
     * @param found the schedule that showed it; null if none did
     * @param shrunk the smallest found that fails the same check; null if none did
     */
    public record Catch(String failure, String explanation, int schedules, Schedule found, Schedule shrunk) {
        /** Says whether anything was seen. */
        public boolean isCaught() {
            return failure != null;
        }

        /** Returns the same with a smaller schedule. */
        Catch with(Schedule smaller, String what) {
            return new Catch(failure, what, schedules, found, smaller);
        }
    }

    /**
     * Runs schedules until one fails.
     *
     * @param subject the mutant's build
     * @param seed of the campaign
     * @param bug which: its budget is how many are run at most
     */
    public static Catch search(Subject subject, long seed, Bug bug) {
        int budget = bug.budget();
        for (int from = 0; from < budget; from += DRAWN_AT_ONCE) {
            int number = from;
            for (Schedule schedule : ScheduleGenerator.generate(seed, from, 1, Math.min(DRAWN_AT_ONCE, budget - from), 0, bug.ofGroups())) {
                number++;
                Subject.Outcome outcome = subject.run(schedule);
                if (outcome.verdict() == Verdict.INVALID) {
                    return new Catch(outcome.failure(), outcome.explanation(), number, schedule, schedule);
                }
            }
        }
        return new Catch(null, "", budget, null, null);
    }

    /** Shrinks what was caught: the smaller schedule fails the same check. */
    public static Catch shrink(Subject subject, Catch caught) {
        Schedule smallest = ScheduleShrinker.shrink(
                caught.found(), smaller -> caught.failure().equals(subject.run(smaller).failure()), MOST_RUNS_TO_SHRINK);
        return caught.with(smallest, subject.run(smallest).explanation());
    }
}
