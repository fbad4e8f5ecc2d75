package io.keelson.launcher.verify;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.StackTrace;
import io.keelson.launcher.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job: model, simulation and real processes, one after the other, and one report on all of them. */
@Command(
        name = "verify",
        description = "Check everything: the specification, the simulated cluster, and a real cluster under faults.")
public final class VerifyCommand implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "1", description = "Seed of the schedules and the workload (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--schedules",
            defaultValue = "300",
            description = "How many random fault schedules to simulate (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(
            names = "--time-limit",
            defaultValue = "50",
            description = "How long the live workload lasts, in seconds (default: ${DEFAULT-VALUE}).")
    private int timeLimit;

    @Option(names = "--store", defaultValue = "store", description = "Where the reports are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException {
        if (schedules < 1 || timeLimit < 1) {
            throw new UserError("--schedules and --time-limit must be at least 1");
        }
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        Path folder = Files.createDirectories(store.resolve("verify").resolve(time));
        List<PhaseResult> results = new ArrayList<>();
        for (Phase phase : phases(folder)) {
            results.add(run(phase, folder));
        }
        ExitCode verdict = results.stream().map(result -> result.findings().verdict()).reduce(ExitCode.VALID, ExitCode::and);
        Path report = folder.resolve("report.html");
        String again = "./keelson verify --seed " + seed + " --schedules " + schedules + " --time-limit " + timeLimit;
        Files.writeString(report, VerifyReport.of(verdict, results, Environment.describe(), again));
        System.out.println();
        System.out.print(PhaseTable.of(results));
        System.out.println();
        System.out.println(verdict.label() + "; the report is " + report.toAbsolutePath().normalize());
        return verdict.code();
    }

    private List<Phase> phases(Path folder) {
        return List.of(
                new ModelPhase(),
                new SimulatePhase(folder, schedules, seed),
                new LivePhase(folder, Duration.ofSeconds(timeLimit), seed));
    }

    /** Runs a phase; one that fails is unknown, and the others still run. */
    private static PhaseResult run(Phase phase, Path folder) throws IOException {
        long begun = System.nanoTime();
        Findings findings;
        try {
            findings = phase.run();
        } catch (Exception failure) {
            Path details = folder.resolve(phase.name() + "-crash.txt");
            Files.writeString(details, StackTrace.of(failure));
            findings = Findings.of(ExitCode.UNKNOWN)
                    .remark("it came to no verdict: " + StackTrace.firstLine(failure) + "; the details are in " + details).build();
        }
        return new PhaseResult(phase.name(), phase.description(), findings, Duration.ofNanos(System.nanoTime() - begun));
    }
}
