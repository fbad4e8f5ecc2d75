package io.keelson.launcher;

import io.keelson.bench.compare.Contestant;
import io.keelson.bench.compare.Machine;
import io.keelson.bench.compare.Must;
import io.keelson.bench.compare.Openings;
import io.keelson.bench.compare.Openings.Opening;
import io.keelson.jepsen.driver.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a member takes to open a log of a gibibyte. */
@Command(
        name = "opening",
        description = "Fills a member's log to 1 GiB without a snapshot, then opens it again and again, from the disk and from the system's cache. Takes about two minutes.")
final class BenchOpeningCommand implements Callable<Integer> {
    @Option(names = "--times", paramLabel = "N", defaultValue = "3", description = "How often, of each kind. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(names = "--store", defaultValue = "store", description = "Where the log lies meanwhile (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException {
        if (times < 1) {
            throw new UserError("--times counts from 1");
        }
        Path data = Files.createTempDirectory(Files.createDirectories(store.toAbsolutePath().resolve("bench")), "opening-");
        try (Openings openings = new Openings(Contestant.keelson(Resources.jvmFlags()), data)) {
            try (Progress progress = Progress.start("filling the log", 100)) {
                openings.fill(percent -> progress.update(percent, percent + " %"));
                progress.finish((openings.bytes() >> 20) + " MiB");
            }
            System.out.println(Machine.describe(data));
            String format = "%-28s %10s %10s %10s %10s  %s%n";
            System.out.printf(format, "opening a log of 1 GiB", "seconds", "CPU-s", "RSS MiB", "must", "");
            for (boolean cold : new boolean[] {true, false}) {
                for (int i = 0; i < times; i++) {
                    Opening opening = openings.open(cold);
                    Must must = Must.opening(opening.millis() / 1000);
                    System.out.printf(format, cold ? "from the disk" : "from the cache", number(opening.millis() / 1000), number(opening.cpuSeconds()), opening.residentBytes() >> 20, must.limitText(), must.verdict());
                }
            }
            return ExitCode.VALID.code();
        } finally {
            FileTree.delete(data);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
