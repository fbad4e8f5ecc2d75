package io.keelson.launcher.verify;

import io.keelson.jepsen.report.Html;
import io.keelson.launcher.ExitCode;
import io.keelson.launcher.Progress;
import io.keelson.simulation.Campaign;
import io.keelson.simulation.CampaignReport;
import io.keelson.simulation.CampaignSettings;
import java.nio.file.Path;
import java.util.Locale;

/** Random fault schedules drive the real cluster in a simulated world. */
final class SimulatePhase implements Phase {
    private final Path folder;
    private final int schedules;
    private final long seed;

    SimulatePhase(Path folder, int schedules, long seed) {
        this.folder = folder;
        this.schedules = schedules;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String description() {
        return "Random fault schedules drive the real cluster, from client to disk, in virtual time: invariants at each step, liveness after "
                + "healing, and every client history judged.";
    }

    @Override
    public Findings run() {
        CampaignSettings settings = new CampaignSettings(seed, schedules, Runtime.getRuntime().availableProcessors())
                .writingTo(folder.resolve(name()));
        try (Progress progress = Progress.start(name(), schedules)) {
            CampaignReport report =
                    Campaign.run(settings, (done, failed) -> progress.update(done, failed == 0 ? "" : failed + " failed"));
            progress.finish(report.verdict().label() + ", " + report.totals().schedules() + " schedules");
            return findings(report);
        }
    }

    /** Says what the campaign found. */
    static Findings findings(CampaignReport report) {
        CampaignReport.Totals totals = report.totals();
        Findings.Builder findings = Findings.of(ExitCode.of(report.verdict()))
                .figure("schedules", totals.schedules())
                .figure("virtual time", String.format(Locale.ROOT, "%,d s", totals.virtualSeconds()))
                .figure("operations", totals.operations())
                .figure("leader changes", totals.leaderChanges())
                .figure("crashes", totals.crashes())
                .figure("acknowledged writes", totals.acknowledgedWrites())
                .figure("acknowledged writes lost", totals.lostWrites());
        if (totals.invalid() > 0) {
            findings.remark(totals.invalid() + " schedules violated something");
        }
        if (totals.unknown() > 0) {
            findings.remark("the histories of " + totals.unknown() + " schedules could not be judged within the budget");
        }
        report.never().forEach(what -> findings.remark("vacuous: the campaign never saw " + what));
        return findings.details("<pre>" + Html.escape(String.join("\n", report.summary())) + "</pre>").build();
    }
}
