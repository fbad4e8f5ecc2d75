package io.keelson.launcher.verify;

import io.keelson.launcher.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: model, simulation and real processes, one after the other, and one report on all of them. */
@Command(
        name = "verify",
        description = "Checks everything: the specification, the simulated cluster, and a real cluster under faults.")
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (schedules < 1 || timeLimit < 1) {
            throw new UserError("--schedules and --time-limit must be at least 1");
        }
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        Path folder = Files.createDirectories(store.resolve("verify").resolve(time));
        String again = "./keelson verify --seed " + seed + " --schedules " + schedules + " --time-limit " + timeLimit;
        return Verification.run(phases(folder), folder, again, spec.commandLine().getOut()).code();
    }

    private List<Phase> phases(Path folder) {
        return List.of(
                new ModelPhase(),
                new SimulatePhase(folder, schedules, seed),
                new LivePhase(folder, Duration.ofSeconds(timeLimit), seed));
    }
}
