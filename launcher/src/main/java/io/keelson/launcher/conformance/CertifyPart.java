package io.keelson.launcher.conformance;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.Progress;
import io.keelson.launcher.UserError;
import io.keelson.simulation.Campaign;
import io.keelson.simulation.CampaignReport;
import io.keelson.simulation.CampaignSettings;
import io.keelson.spec.CodeExploration;
import io.keelson.spec.Exploration;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Certification;
import java.util.Locale;

/** Certifies steps from all sources. */
public final class CertifyPart {
    /** How many steps beyond the bound are compared, for each size of cluster: long logs take TLC a few milliseconds each. */
    public static final int BEYOND_BUDGET = 500;

    private CertifyPart() {}

    /** Walks, every input, and the box. */
    static Certificate core(SpecFiles files, long seed, long pairs) {
        try (Progress progress = Progress.start("certify", pairs)) {
            Certificate certificate = Certification.run(files, seed, pairs, compared -> progress.update(compared, "pairs"));
            progress.finish(outcome(certificate));
            return certificate;
        }
    }

    /** Every transition of the explorations that go through the code alone. */
    static Certificate explorations(SpecFiles files) {
        Certificate all = Certificate.none();
        for (String name : CodeExploration.names()) {
            Exploration exploration;
            try (Progress progress = Progress.start("explore " + name, 0)) {
                exploration = CodeExploration.run(files, name, Long.MAX_VALUE, (states, transitions) ->
                        progress.update(states, String.format(Locale.ROOT, "states, %,d transitions", transitions)));
                progress.finish(String.format(Locale.ROOT, "%,d states, %,d transitions, depth %d, %,d transitions in a CPU-second", exploration.states(),
                        exploration.transitions(), exploration.depth(), (long) (exploration.transitions() / exploration.cpuSeconds())));
            }
            if (exploration.failure() != null) {
                throw new UserError("the exploration " + name + " failed: " + exploration.failure(), ExitCode.INVALID);
            }
            try (Progress progress = Progress.start("certify " + name, exploration.pairs().size())) {
                Certificate certificate = Certification.run(files, exploration, compared -> progress.update(compared, "pairs"));
                progress.finish(outcome(certificate));
                all = all.plus(certificate);
            }
        }
        return all;
    }

    /** The members of simulated clusters under faults. */
    static Certificate simulation(SpecFiles files, long seed, int schedules) {
        Recorders recorders = new Recorders();
        CampaignSettings settings = new CampaignSettings(seed, schedules, Runtime.getRuntime().availableProcessors());
        try (Progress progress = Progress.start("simulate", schedules)) {
            CampaignReport report = Campaign.run(settings.withInterposer(recorders), (done, failed) -> progress.update(done, "schedules"));
            progress.finish(report.verdict().label() + ", every step recorded");
        }
        return certify(recorders, files);
    }

    /** Certifies what recorders have kept. */
    public static Certificate certify(Recorders recorders, SpecFiles files) {
        try (Progress progress = Progress.start("certify the recorded steps", recorders.kept())) {
            Certificate certificate = recorders.certify(files, compared -> progress.update(compared, "pairs"));
            progress.finish(outcome(certificate));
            return certificate;
        }
    }

    private static String outcome(Certificate certificate) {
        long compared = certificate.total().compared();
        return String.format(
                Locale.ROOT, "%,d pairs, %s, %,d in a CPU-second", compared, certificate.agrees() ? "all agree" : "not all agree",
                (long) (compared / certificate.cpuSeconds()));
    }
}
