package io.keelson.launcher.verify;

import io.keelson.launcher.Environment;
import io.keelson.launcher.ExitCode;
import io.keelson.launcher.StackTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs phases one after the other and tells what came of them: a table for the terminal, a page for the folder. */
final class Verification {
    private Verification() {}

    /**
     * Runs all phases, whatever comes of each.
     *
     * @param phases in order
     * @param folder where the page goes
     * @param again the command that runs it again, for the page
     * @param out where the table goes
     * @return the gravest verdict of the phases
     * @throws IOException if the page cannot be written
     */
    static ExitCode run(List<Phase> phases, Path folder, String again, PrintWriter out) throws IOException {
        List<PhaseResult> results = new ArrayList<>();
        for (Phase phase : phases) {
            results.add(run(phase, folder));
        }
        ExitCode verdict = results.stream().map(result -> result.findings().verdict()).reduce(ExitCode.VALID, ExitCode::and);
        Path report = folder.resolve("report.html");
        Map<String, String> environment = Environment.describe();
        environment.put("load at the end", String.format(Locale.ROOT, "%.2f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        Files.writeString(report, VerifyReport.of(verdict, results, environment, again));
        out.println();
        out.print(PhaseTable.of(results));
        out.println();
        out.println(verdict.label() + "; the report is " + report.toAbsolutePath().normalize());
        out.flush();
        return verdict;
    }

    /** A phase that fails has come to no verdict: that is unknown, and the others still run. */
    private static PhaseResult run(Phase phase, Path folder) throws IOException {
        long begun = System.nanoTime();
        Findings findings;
        try {
            findings = phase.run();
        } catch (Exception | Error failure) {
            Path details = folder.resolve(phase.name() + "-crash.txt");
            Files.writeString(details, StackTrace.of(failure));
            findings = Findings.of(ExitCode.UNKNOWN)
                    .remark("it came to no verdict: " + StackTrace.firstLine(failure) + "; the details are in " + details).build();
        }
        return new PhaseResult(phase.name(), phase.description(), findings, Duration.ofNanos(System.nanoTime() - begun));
    }
}
