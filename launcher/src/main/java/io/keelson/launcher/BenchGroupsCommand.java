package io.keelson.launcher;

import io.keelson.bench.groups.ManyGroups;
import io.keelson.bench.groups.ManyGroups.Figures;
import io.keelson.jepsen.driver.FileTree;
import io.keelson.node.NodeOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what many groups cost. */
@Command(
        name = "groups",
        usageHelpAutoWidth = true,
        description = {"Runs three nodes in this process with few and with many idle groups, and tells what one more costs each node: processor time and heap.%n",
            "Then all of them get a command five times a second, so that none can rest, and send heartbeats."})
final class BenchGroupsCommand implements Callable<Integer> {
    private static final int FEW = 1;

    @Option(names = "--groups", paramLabel = "N", defaultValue = "1000", description = "How many groups each node hosts. Default: ${DEFAULT-VALUE}.")
    private int groups;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "How long they are watched. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    public Integer call() throws IOException, NodeOpenException {
        if (groups <= FEW || seconds < 1) {
            throw new UserError("--groups counts from " + (FEW + 1) + ", --seconds from 1");
        }
        Path directory = Files.createTempDirectory("keelson-groups");
        try {
            Figures few = ManyGroups.measure(FEW, false, seconds, directory.resolve("few"));
            Figures many = ManyGroups.measure(groups, false, seconds, directory.resolve("many"));
            Figures awake = ManyGroups.measure(groups, true, seconds, directory.resolve("awake"));
            print(few, many, awake);
            return ExitCode.VALID.code();
        } finally {
            FileTree.delete(directory);
        }
    }

    private static void print(Figures few, Figures many, Figures awake) {
        String format = "%-8s %10s %16s %12s %12s %10s %10s%n";
        System.out.printf(format, "groups", "start ms", "CPU ms/s (all 3)", "frames/s", "KiB/s", "heap MiB", "resting");
        for (Figures figures : List.of(few, many, awake)) {
            System.out.printf(
                    format,
                    figures.groups(),
                    figures.startMillis(),
                    number(figures.cpuMillisPerSecond()),
                    Math.round(figures.framesPerSecond()),
                    Math.round(figures.bytesPerSecond() / 1024),
                    figures.heapBytes() >> 20,
                    figures.restingGroups());
        }
        System.out.println("one more idle group on a node: CPU " + number(many.cpuOfOneMore(few)) + " ms/s, heap " + number(many.heapOfOneMore(few)) + " KiB");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.4f", value);
    }
}
