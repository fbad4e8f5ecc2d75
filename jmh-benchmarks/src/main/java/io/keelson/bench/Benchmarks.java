package io.keelson.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this module, each in a JVM of its own. */
public final class Benchmarks {
    private static final String PACKAGE = "io\\.keelson\\.bench\\.";

    private Benchmarks() {}

    /**
     * Finds the benchmarks.
     *
     * @param pattern a regular expression that is found in the name; empty for all
     * @return class and method names without packages, in order
     */
    public static List<String> names(String pattern) {
        BenchmarkList list = BenchmarkList.defaultList();
        OutputFormat nowhere = OutputFormatFactory.createFormatInstance(
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT);
        return list.find(nowhere, List.of(included(pattern)), List.of()).stream()
                .map(entry -> entry.getUsername().replaceFirst("^" + PACKAGE, "")).distinct().sorted().toList();
    }

    /**
     * Runs benchmarks with their own settings and keeps {@code jmh-results.json} and {@code jmh.log}.
     *
     * @param pattern a regular expression that is found in the name; empty for all
     * @param seconds how long each warm-up and each measurement lasts; 0 for the benchmark's own setting
     * @param folder where the files go; must exist
     * @param jvmFlags with which the measuring JVMs are started
     * @param iterationDone told the benchmark's name after each iteration
     * @throws IOException if the log cannot be written, or a benchmark failed: the log says why
     */
    public static List<Measurement> run(
            String pattern, double seconds, Path folder, List<String> jvmFlags, Consumer<String> iterationDone) throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(included(pattern)).jvmArgsAppend(jvmFlags.toArray(String[]::new))
                .addProfiler(GCProfiler.class).shouldFailOnError(true).resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("jmh-results.json").toString());
        if (seconds > 0) {
            TimeValue time = TimeValue.milliseconds((long) (seconds * 1000));
            options.warmupTime(time).measurementTime(time);
        }
        Path log = folder.resolve("jmh.log");
        try (PrintStream out = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            List<Measurement> measurements = new ArrayList<>();
            for (RunResult result : new Runner(options.build(), watched(out, iterationDone)).run()) {
                measurements.add(Measurement.of(result));
            }
            return measurements;
        } catch (NoBenchmarksException none) {
            return List.of();
        } catch (RunnerException failure) {
            throw new IOException("a benchmark failed; " + log + " says why", failure);
        }
    }

    private static String included(String pattern) {
        return PACKAGE + ".*" + (pattern.isEmpty() ? "" : "(" + pattern + ").*");
    }

    /** JMH's own output into the log, and a word after each iteration. */
    private static OutputFormat watched(PrintStream log, Consumer<String> iterationDone) {
        OutputFormat format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
        return (OutputFormat) Proxy.newProxyInstance(OutputFormat.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("iterationResult")) {
                        iterationDone.accept(((BenchmarkParams) arguments[0]).getBenchmark().replaceFirst("^" + PACKAGE, ""));
                    }
                    try {
                        return method.invoke(format, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
