package io.keelson.launcher;

import io.keelson.simulation.Campaign;
import io.keelson.simulation.CampaignReport;
import io.keelson.simulation.CampaignSettings;
import io.keelson.simulation.CampaignState;
import io.keelson.simulation.SimulationReport;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Sight;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A campaign with a clock: it tells how far it is, says at once what fails, ends when its time is over or on Ctrl-C, and keeps where it is. */
final class LongCampaign {
    private static final long NANOS_AN_HOUR = 3_600_000_000_000L;

    private final CampaignSettings settings;
    private final PrintWriter err;
    private final Progress progress;
    private final CampaignFile file;
    private final long begun = System.nanoTime();
    private final long deadline;
    private final boolean resumable;
    private volatile boolean stopped;

    private LongCampaign(CampaignSettings settings, Double hours, PrintWriter err, Progress progress, CampaignFile file) {
        this.settings = settings;
        this.err = err;
        this.progress = progress;
        this.file = file;
        this.resumable = hours != null;
        this.deadline = hours == null ? Long.MAX_VALUE : (long) (hours * NANOS_AN_HOUR);
    }

    /**
     * Runs.
     *
     * @param folder where the state is kept
     * @param hours how long, null to the end of the schedules
     * @param resume whether to go on where a campaign was stopped
     * @param err where a failure is told at once
     */
    static CampaignReport run(CampaignSettings settings, Path folder, Double hours, boolean resume, PrintWriter err) {
        CampaignFile file = new CampaignFile(folder, settings, err, System::nanoTime);
        CampaignState before = resume ? file.read() : CampaignState.begin(settings.shard());
        try (Progress progress = Progress.start("simulate", hours == null ? settings.schedules() / settings.shard().count() : 0)) {
            return new LongCampaign(settings, hours, err, progress, file).run(before);
        }
    }

    private CampaignReport run(CampaignState before) {
        CountDownLatch over = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> {
            stopped = true;
            waitFor(over);
        }, "campaign-interrupted");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            long done = before.totals().schedules();
            CampaignReport report = Campaign.run(settings, before, new Told(done), () -> !stopped && System.nanoTime() - begun < deadline);
            double seconds = (System.nanoTime() - begun) / 1e9;
            progress.finish(report.verdict().label() + String.format(Locale.ROOT, ", %.0f schedules a second%s", (report.totals().schedules() - done) / seconds,
                    stopped ? "; stopped, --resume goes on" : ""));
            return report;
        } finally {
            over.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            } catch (IllegalStateException shuttingDown) {
                // The hook has done its work.
            }
        }
    }

    private static void waitFor(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the user sees meanwhile, and what a process that is killed leaves. */
    private final class Told implements Campaign.Progress {
        private final long doneBefore;
        private boolean failedBefore;

        Told(long doneBefore) {
            this.doneBefore = doneBefore;
        }

        @Override
        public void done(long schedules, int failed) {
            throw new IllegalStateException("the other one is called");
        }

        @Override
        public void done(CampaignReport.Totals totals, int failed) {
            double seconds = Math.max(1e-3, (System.nanoTime() - begun) / 1e9);
            List<Sight> possible = Arrays.stream(Sight.values()).filter(sight -> sight.isExpectedOf(Long.MAX_VALUE, settings.keepsGroups(), settings.nodes())).toList();
            long seen = possible.stream().filter(sight -> totals.sights().of(sight) > 0).count();
            progress.update(totals.schedules(), String.format(Locale.ROOT, "%.1f/s, %.1f simulated hours, %d of %d sights%s",
                    (totals.schedules() - doneBefore) / seconds, totals.virtualSeconds() / 3600.0, seen, possible.size(),
                    failed == 0 ? "" : ", " + failed + " failed"));
        }

        @Override
        public void reached(Supplier<CampaignState> state) {
            file.reached(state);
        }

        @Override
        public void ended(CampaignState state) {
            file.ended(state, stopped || resumable);
        }

        /** The first at once; the others are in the report. */
        @Override
        public void failed(long number, SimulationReport run) {
            if (!failedBefore) {
                failedBefore = true;
                err.println("schedule " + number + " of seed " + settings.seed() + " fails: " + run.failure() + ": "
                        + run.explanation().lines().findFirst().orElse("") + "\n" + ScheduleText.write(run.schedule()));
                err.flush();
            }
        }
    }
}
