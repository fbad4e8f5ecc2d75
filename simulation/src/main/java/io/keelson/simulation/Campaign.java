package io.keelson.simulation;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleShrinker;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Many runs of random schedules. The runs are independent of each other, each in one thread and each a function of its schedule; so the result is a
 * function of the settings, however many threads share the work.
 */
public final class Campaign {
    /** From this size on a campaign is expected to have seen everything that {@link #never} asks for. */
    public static final int LARGE = 100;

    private static final int MOST_FAILURES_SHRUNK = 3;
    /** Where everything fails, the first few hundred tell as much as a million. */
    private static final int MOST_FAILURES_KEPT = 100;
    private static final int MOST_RUNS_TO_SHRINK = 250;

    private static final int DRAWN_AT_ONCE = 32;

    /** Is told how far a campaign is, from any of its threads, one call at a time. */
    public interface Progress {
        /** So many schedules are done, and so many of them failed. */
        void done(long schedules, int failed);

        /**
         * A schedule has failed. Told at once; the campaign shrinks the first few when it is over.
         *
         * @param number of the schedule
         */
        default void failed(long number, SimulationReport run) {}

        /** The same with all that was seen so far. */
        default void done(CampaignReport.Totals totals, int failed) {
            done(totals.schedules(), failed);
        }

        /**
         * A schedule is done. Whoever keeps the state now and then loses little when the process is killed.
         *
         * @param state makes a state to go on from: of the schedules up to the first that is still under way
         */
        default void reached(Supplier<CampaignState> state) {}

        /** All that will be run has been run; what follows is shrinking, which may take a while. */
        default void ended(CampaignState state) {}
    }

    private final CampaignSettings settings;
    private final Progress progress;
    private final BooleanSupplier goesOn;
    private final ArrayDeque<Numbered> drawn = new ArrayDeque<>();
    private final TreeSet<Long> failed = new TreeSet<>();
    /** What is done although an earlier schedule is not; by number. */
    private final TreeMap<Long, SimulationReport> early = new TreeMap<>();
    private long next;
    /** All schedules before this one are done. */
    private long settled;
    private CampaignReport.Totals settledTotals;
    private CampaignReport.Totals totals;
    private boolean broken;

    private record Numbered(long number, Schedule schedule) {}

    private Campaign(CampaignSettings settings, CampaignState before, Progress progress, BooleanSupplier goesOn) {
        this.settings = settings;
        this.progress = progress;
        this.goesOn = goesOn;
        this.next = before.next();
        this.settled = before.next();
        this.settledTotals = before.totals();
        this.totals = before.totals();
        this.failed.addAll(before.failed());
    }

    /**
     * Runs a campaign to its end.
     *
     * @throws UncheckedIOException if a failure can't be written
     */
    public static CampaignReport run(CampaignSettings settings, Progress progress) {
        return run(settings, CampaignState.begin(settings.shard()), progress, () -> true);
    }

    /**
     * Runs a campaign, or goes on with one.
     *
     * @param settings the same as before, if it goes on
     * @param before where it was
     * @param progress told how far it is
     * @param goesOn asked before each schedule, from any thread; when it says no, those under way are finished
     * @throws UncheckedIOException if a failure can't be written
     */
    public static CampaignReport run(CampaignSettings settings, CampaignState before, Progress progress, BooleanSupplier goesOn) {
        return new Campaign(settings, before, progress, goesOn).run();
    }

    private CampaignReport run() {
        ExecutorService workers = Executors.newFixedThreadPool(settings.threads());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < settings.threads(); i++) {
                running.add(workers.submit(this::work));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the campaign was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the campaign failed: " + e.getCause(), e.getCause());
        } finally {
            workers.shutdownNow();
        }
        CampaignState state = state();
        progress.ended(state);
        List<CampaignReport.Failure> failures = new ArrayList<>();
        for (long number : failed.stream().limit(MOST_FAILURES_SHRUNK).toList()) {
            failures.add(shrink(number));
        }
        return new CampaignReport(settings, totals, failures, never(totals, settings), state);
    }

    private void work() {
        boolean ended = false;
        try {
            for (Numbered numbered = take(); numbered != null; numbered = take()) {
                add(numbered.number, run(numbered.schedule));
            }
            ended = true;
        } finally {
            if (!ended) {
                stopTheOthers();
            }
        }
    }

    /** Without this, what broke one worker would be told when the others are through, hours later. */
    private synchronized void stopTheOthers() {
        broken = true;
    }

    /** The next schedule; null if there is none, or the campaign is to stop. */
    private synchronized Numbered take() {
        if (broken || !goesOn.getAsBoolean()) {
            return null;
        }
        if (drawn.isEmpty() && next < settings.schedules()) {
            int stride = settings.shard().count();
            int count = (int) Math.min(DRAWN_AT_ONCE, (settings.schedules() - next + stride - 1) / stride);
            for (Schedule schedule : ScheduleGenerator.generate(settings.seed(), next, stride, count, settings.nodes(), settings.keepsGroups())) {
                drawn.add(new Numbered(next, lasting(schedule)));
                next += stride;
            }
        }
        return drawn.poll();
    }

    private Schedule lasting(Schedule schedule) {
        return settings.runMillis() == 0 ? schedule : schedule.withLength(settings.runMillis());
    }

    private SimulationReport run(Schedule schedule) {
        return Simulation.run(schedule, settings.interposer(), Trace.digestOnly());
    }

    /** Sums do not depend on the order, and the failures are ordered by number. */
    private synchronized void add(long number, SimulationReport run) {
        totals = totals.plus(run);
        if (run.verdict() != Verdict.VALID) {
            failed.add(number);
            progress.failed(number, run);
            keep(number, run);
        }
        settle(number, run);
        progress.done(totals, failed.size());
        progress.reached(this::state);
    }

    /** Workers overtake each other; a state holds what is done up to the first gap, so that nothing is run twice or never. */
    private void settle(long number, SimulationReport run) {
        early.put(number, run);
        for (SimulationReport done = early.remove(settled); done != null; done = early.remove(settled)) {
            settledTotals = settledTotals.plus(done);
            settled += settings.shard().count();
        }
    }

    private CampaignState state() {
        return new CampaignState(settled, settledTotals, List.copyOf(failed.headSet(settled)));
    }

    /** At once, as it was found: the process may be killed before it is shrunk. */
    private void keep(long number, SimulationReport run) {
        if (settings.out() != null && failed.headSet(number).size() < MOST_FAILURES_KEPT) {
            try {
                FailureFiles.writeFound(settings.out(), id(number), run, settings.commit());
            } catch (IOException e) {
                throw new UncheckedIOException("a failure can't be written to " + settings.out(), e);
            }
        }
    }

    private String id(long number) {
        return settings.seed() + "-" + number;
    }

    private CampaignReport.Failure shrink(long number) {
        Schedule whole = lasting(ScheduleGenerator.generate(settings.seed(), number, 1, 1, settings.nodes(), settings.keepsGroups()).get(0));
        String name = run(whole).failure();
        Schedule smallest =
                ScheduleShrinker.shrink(whole, smaller -> name.equals(run(smaller).failure()), MOST_RUNS_TO_SHRINK);
        SimulationReport report = run(smallest);
        try {
            Path directory =
                    settings.out() == null ? null : FailureFiles.write(settings.out(), id(number), report, settings.interposer(), settings.commit());
            return new CampaignReport.Failure(number, report, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("a failure can't be written to " + settings.out(), e);
        }
    }

    /** What a large campaign must have seen: one in which it never happened has not tested what happens then. */
    static List<String> never(CampaignReport.Totals totals, CampaignSettings settings) {
        List<String> never = new ArrayList<>();
        expect(totals.schedules(), "a schedule", never);
        if (totals.schedules() >= LARGE) {
            expect(totals.leaderChanges(), "a leader change", never);
            expect(totals.conflictsTruncated(), "a conflict truncated", never);
            expect(totals.crashesWithLoss(), "a crash that lost unforced data", never);
            expect(totals.tailsLost(), "a log that lost its unforced tail", never);
            expect(totals.restarts(), "a restart", never);
            expect(totals.failedForces(), "a failed force", never);
            expect(totals.messagesLost(), "a message lost", never);
            expect(totals.messagesDuplicated(), "a message duplicated", never);
            expect(totals.messagesReordered(), "a message reordered", never);
            expect(totals.info(), "an operation of unknown outcome", never);
            expect(totals.retried(), "a session command sent again", never);
            expect(totals.transfers(), "leadership transferred", never);
            expect(totals.stallsNoticed(), "a stalled disk noticed", never);
            expect(totals.snapshotsTaken(), "a snapshot taken", never);
            expect(totals.snapshotsInstalled(), "a snapshot installed", never);
            expect(totals.logCompactions(), "a log compacted", never);
            expect(totals.leases(), "a run with lease reads", never);
        }
        for (Sight sight : Sight.values()) {
            if (sight.isExpectedOf(totals.schedules(), settings.keepsGroups(), settings.nodes())) {
                expect(totals.sights().of(sight), sight.words(), never);
            }
        }
        return never;
    }

    private static void expect(long count, String what, List<String> never) {
        if (count == 0) {
            never.add(what);
        }
    }
}
