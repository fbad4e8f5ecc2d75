package io.keelson.launcher;

import io.keelson.bench.compare.Comparison;
import io.keelson.bench.compare.ComparisonJson;
import io.keelson.bench.compare.ComparisonPage;
import io.keelson.bench.compare.ComparisonTable;
import io.keelson.bench.compare.Contestant;
import io.keelson.bench.compare.Findings;
import io.keelson.bench.compare.Machine;
import io.keelson.bench.compare.Peers;
import io.keelson.bench.compare.Plan;
import io.keelson.jepsen.driver.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs Keelson beside other Raft libraries. */
@Command(
        name = "compare",
        description = {
            "Runs Keelson beside other Raft libraries: three processes each, everything forced to disk, the same load on each leader.%n",
            "Downloads the others from Maven Central when it is first run. Takes about 15 minutes; --quick takes about two."
        })
final class BenchCompareCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Fewer and shorter rounds, fewer loads.")
    private boolean quick;

    @Option(names = "--alone", description = "Measure Keelson only; downloads nothing.")
    private boolean alone;

    @Option(names = "--store", defaultValue = "store", description = "Where results and, meanwhile, the members' data are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        Path folder = Files.createDirectories(store.toAbsolutePath().resolve("bench").resolve("compare-" + time));
        Path data = Files.createDirectories(folder.resolve("data"));
        List<Contestant> contestants = new ArrayList<>(List.of(Contestant.keelson(Resources.jvmFlags())));
        if (!alone) {
            contestants.addAll(peers());
        }
        if (!quick) {
            contestants.add(Contestant.keelsonInLittleMemory(Resources.jvmFlags(), Resources.serverFlags()));
        }
        long[] done = {0};
        Progress[] shown = {null};
        Comparison comparison = new Comparison(contestants, quick ? Plan.quick() : Plan.full(), data, step -> shown[0].update(done[0]++, step));
        Thread stopped = new Thread(() -> giveUp(comparison, folder), "compare-stopped");
        Runtime.getRuntime().addShutdownHook(stopped);
        try (Progress progress = Progress.start("compare", comparison.steps())) {
            shown[0] = progress;
            comparison.run();
            progress.finish(String.join(", ", comparison.names()));
        } finally {
            report(comparison.findings(), folder, time);
        }
        Runtime.getRuntime().removeShutdownHook(stopped);
        FileTree.delete(data);
        return ExitCode.VALID.code();
    }

    /** Whatever was measured is told, also if the rest could not be. */
    private void report(Findings findings, Path folder, String time) throws IOException {
        String machine = Machine.describe(folder);
        System.out.println(machine);
        System.out.print(ComparisonTable.of(findings));
        Files.writeString(folder.resolve("jmh-results.json"), ComparisonJson.of(findings));
        Path page = folder.resolve("comparison.html");
        Files.writeString(page, ComparisonPage.of(findings, machine, time, "./keelson bench compare" + (quick ? " --quick" : "") + (alone ? " --alone" : "")));
        System.out.println("The page is " + page + ", and JMH's form of the results lies beside it.");
    }

    private static List<Contestant> peers() throws IOException {
        String home = System.getProperty("keelson.home");
        if (home == null) {
            throw new UserError("the other libraries are built by the script keelson; run ./keelson bench compare, or add --alone");
        }
        try (Progress progress = Progress.start("peers", 0)) {
            List<Contestant> peers = Peers.build(Path.of(home).resolve("jmh-benchmarks").resolve("peers"));
            progress.finish(String.join(", ", peers.stream().map(Contestant::name).toList()));
            return peers;
        } catch (Peers.BuildException failure) {
            throw new UserError(failure.getMessage(), ExitCode.CRASH);
        }
    }

    /** Ctrl-C, or a failure: no process and no data stay behind, but for the members' logs, which may say why, and what was reported. */
    private static void giveUp(Comparison comparison, Path folder) {
        comparison.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> Files.isRegularFile(path) && !path.toString().matches(".*\\.(log|json|html)")).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | java.io.UncheckedIOException left) {
            System.err.println("not all of " + folder + " could be deleted: " + left.getMessage());
        }
    }
}
