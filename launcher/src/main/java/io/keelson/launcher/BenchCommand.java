package io.keelson.launcher;

import io.keelson.bench.Benchmarks;
import io.keelson.bench.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks. */
@Command(
        name = "bench",
        description = "Runs the benchmarks; prints a table and keeps JMH's results as JSON.",
        subcommands = {BenchCheckerCommand.class, BenchCompareCommand.class, BenchGroupsCommand.class, BenchOpeningCommand.class, BenchSimulationCommand.class})
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "A regular expression found in the benchmark's name (default: all).")
    private String pattern;

    @Option(names = "--list", description = "Say which benchmarks there are.")
    private boolean list;

    @Option(
            names = "--seconds",
            defaultValue = "0",
            description = "How long each iteration lasts (default: what each benchmark says, mostly 1).")
    private double seconds;

    @Option(names = "--store", defaultValue = "store", description = "Where results are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException {
        List<String> names = find();
        if (list) {
            names.forEach(System.out::println);
            return ExitCode.VALID.code();
        }
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        Path folder = Files.createDirectories(store.resolve("bench").resolve(time));
        List<Measurement> measurements;
        try (Progress progress = Progress.start("bench", 0)) {
            long[] iterations = {0};
            measurements = Benchmarks.run(pattern, seconds, folder, Resources.jvmFlags(),
                    name -> progress.update(++iterations[0], name));
            progress.finish(measurements.size() + " measurements");
        }
        print(measurements);
        System.out.println("JMH's results are in " + folder.resolve("jmh-results.json").toAbsolutePath().normalize());
        return ExitCode.VALID.code();
    }

    private List<String> find() {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException mistake) {
            throw new UserError("'" + pattern + "' is no regular expression: " + mistake.getDescription());
        }
        List<String> names = Benchmarks.names(pattern);
        if (names.isEmpty()) {
            throw new UserError("no benchmark's name has '" + pattern + "' in it; keelson bench --list tells what there is");
        }
        return names;
    }

    private static void print(List<Measurement> measurements) {
        String format = "%-34s %-34s %12s %12s %-7s %10s%n";
        System.out.printf(format, "benchmark", "parameters", "score", "error", "unit", "B/op");
        for (Measurement measured : measurements) {
            System.out.printf(format, measured.benchmark(), measured.parameters(), number(measured.score()), number(measured.error()),
                    measured.unit(), number(measured.bytesPerOperation()));
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.3f", value);
    }
}
