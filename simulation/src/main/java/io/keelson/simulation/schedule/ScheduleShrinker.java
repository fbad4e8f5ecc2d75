package io.keelson.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a failing schedule small: delta debugging over its list of faults, then what is usual in place of what is not, a shorter run and shorter faults. It works because a run's
 * randomness is indexed: what is left of a schedule behaves as it did before.
 */
public final class ScheduleShrinker {
    private final Predicate<Schedule> fails;
    private int runsLeft;

    private ScheduleShrinker(Predicate<Schedule> fails, int mostRuns) {
        this.fails = fails;
        this.runsLeft = mostRuns;
    }

    /**
     * Shrinks.
     *
     * @param failing a schedule that fails
     * @param fails says whether a schedule fails in the same way
     * @param mostRuns how often {@code fails} may be asked
     * @return a schedule that fails, no larger than the given one
     */
    public static Schedule shrink(Schedule failing, Predicate<Schedule> fails, int mostRuns) {
        return new ScheduleShrinker(fails, mostRuns).shrink(failing);
    }

    private Schedule shrink(Schedule failing) {
        Schedule smaller = fewerActions(failing);
        smaller = ifStillFailing(smaller, smaller.withFrame(Schedule.Frame.HEALED));
        smaller = ifStillFailing(smaller, smaller.withSnapshotEvery(Schedule.SNAPSHOT_EVERY));
        smaller = shorterRun(smaller);
        smaller = shorterActions(smaller);
        return fewerActions(smaller);
    }

    private boolean stillFails(Schedule candidate) {
        return runsLeft-- > 0 && fails.test(candidate);
    }

    private Schedule ifStillFailing(Schedule known, Schedule candidate) {
        return !candidate.equals(known) && stillFails(candidate) ? candidate : known;
    }

    /** Drops chunks of faults, halving the size of a chunk until single ones are tried. */
    private Schedule fewerActions(Schedule failing) {
        Schedule known = failing;
        int chunk = Math.max(1, known.actions().size());
        while (chunk >= 1 && !known.actions().isEmpty()) {
            int before = known.actions().size();
            for (int from = 0; from < known.actions().size(); ) {
                Schedule candidate = known.withActions(without(known.actions(), from, from + chunk));
                if (stillFails(candidate)) {
                    known = candidate;
                } else {
                    from += chunk;
                }
            }
            if (chunk > 1 || known.actions().size() == before) {
                chunk /= 2;
            }
        }
        return known;
    }

    private static List<FaultAction> without(List<FaultAction> actions, int from, int to) {
        List<FaultAction> rest = new ArrayList<>(actions.subList(0, from));
        rest.addAll(actions.subList(Math.min(to, actions.size()), actions.size()));
        return rest;
    }

    private Schedule shorterRun(Schedule failing) {
        Schedule known = failing;
        for (long cut = known.length() / 2; cut >= 250; cut /= 2) {
            known = ifStillFailing(known, known.withLength(Math.max(0, known.length() - cut)));
        }
        return known;
    }

    private Schedule shorterActions(Schedule failing) {
        Schedule known = failing;
        for (int i = 0; i < known.actions().size(); i++) {
            known = change(known, i, action -> action.with(action.at(), action.lasting() / 4));
            known = change(known, i, action -> action.with(action.at(), action.lasting() / 2));
            known = change(known, i, action -> action.with(round(action.at()), round(action.lasting())));
        }
        return known;
    }

    private static long round(long millis) {
        return millis / 100 * 100;
    }

    private Schedule change(Schedule known, int position, UnaryOperator<FaultAction> smaller) {
        List<FaultAction> actions = new ArrayList<>(known.actions());
        actions.set(position, smaller.apply(actions.get(position)));
        return ifStillFailing(known, known.withActions(actions));
    }
}
