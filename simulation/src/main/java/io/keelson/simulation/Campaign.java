package io.keelson.simulation;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleShrinker;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many runs of random schedules. The runs are independent of each other, each in one thread and each a function of its schedule; so the result is a
 * function of the settings, however many threads share the work.
 */
public final class Campaign {
    /** From this size on a campaign is expected to have seen everything that {@link #never} asks for. */
    public static final int LARGE = 100;

    private static final int MOST_FAILURES_SHRUNK = 3;
    private static final int MOST_RUNS_TO_SHRINK = 250;

    /** Is told how far a campaign is, from any of its threads, one call at a time. */
    public interface Progress {
        /** So many schedules are done, and so many of them failed. */
        void done(int schedules, int failed);
    }

    private final CampaignSettings settings;
    private final List<Schedule> schedules;
    private final Progress progress;
    private final AtomicInteger next = new AtomicInteger();
    private final TreeSet<Integer> failed = new TreeSet<>();
    private CampaignReport.Totals totals = CampaignReport.Totals.NONE;

    private Campaign(CampaignSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.schedules = ScheduleGenerator.generate(settings.seed(), 0, settings.schedules(), settings.nodes());
    }

    /**
     * Runs a campaign to its end.
     *
     * @throws UncheckedIOException if a failure can't be written
     */
    public static CampaignReport run(CampaignSettings settings, Progress progress) {
        return new Campaign(settings, progress).run();
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
        List<CampaignReport.Failure> failures = new ArrayList<>();
        for (int number : failed.stream().limit(MOST_FAILURES_SHRUNK).toList()) {
            failures.add(shrink(number));
        }
        return new CampaignReport(settings, totals, failures, never(totals));
    }

    private void work() {
        for (int number = next.getAndIncrement(); number < schedules.size(); number = next.getAndIncrement()) {
            add(number, run(schedules.get(number)));
        }
    }

    private SimulationReport run(Schedule schedule) {
        return Simulation.run(schedule, settings.interposer(), Trace.digestOnly());
    }

    /** Sums do not depend on the order, and the failures are ordered by number. */
    private synchronized void add(int number, SimulationReport run) {
        totals = totals.plus(run);
        if (run.verdict() != Verdict.VALID) {
            failed.add(number);
        }
        progress.done(totals.schedules(), failed.size());
    }

    private CampaignReport.Failure shrink(int number) {
        Schedule whole = schedules.get(number);
        String name = run(whole).failure();
        Schedule smallest =
                ScheduleShrinker.shrink(whole, smaller -> name.equals(run(smaller).failure()), MOST_RUNS_TO_SHRINK);
        SimulationReport report = run(smallest);
        try {
            String id = settings.seed() + "-" + number;
            Path directory =
                    settings.out() == null ? null : FailureFiles.write(settings.out(), id, report, settings.interposer(), settings.commit());
            return new CampaignReport.Failure(number, report, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("a failure can't be written to " + settings.out(), e);
        }
    }

    /** What a large campaign must have seen: one in which it never happened has not tested what happens then. */
    static List<String> never(CampaignReport.Totals totals) {
        List<String> never = new ArrayList<>();
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
        return never;
    }

    private static void expect(long count, String what, List<String> never) {
        if (count == 0) {
            never.add(what);
        }
    }
}
