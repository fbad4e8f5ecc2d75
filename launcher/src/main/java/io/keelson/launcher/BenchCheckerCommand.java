package io.keelson.launcher;

import io.keelson.bench.checker.CheckerBenchmark;
import io.keelson.bench.checker.CheckerRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the linearizability checker. */
@Command(
        name = "checker",
        description = {
            "Measures the linearizability checker: CPU time of the thread that judges, in a warm JVM.%n",
            "What others need is quoted, not measured here. Ends with 1 where a limit is missed."
        })
final class BenchCheckerCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "WORDS", defaultValue = "",
            description = "Only the cases that have this in their names (default: all).")
    private String words;

    @Option(names = "--histories", paramLabel = "DIR",
            description = "Recorded histories, with a MANIFEST.tsv and a folder etcd-jepsen; without them the cases of etcd's logs are left out.")
    private Path histories;

    @Option(names = "--online", paramLabel = "N", defaultValue = "100000000",
            description = "How many operations the online case has (default: ${DEFAULT-VALUE}); its limits shrink with it.")
    private long online;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (histories != null && !Files.isRegularFile(histories.resolve("MANIFEST.tsv"))) {
            throw new UserError("--histories " + histories + " has no MANIFEST.tsv in it");
        }
        if (online <= 0) {
            throw new UserError("--online takes a number above 0, not " + online);
        }
        List<CheckerRow> rows;
        try (Progress progress = Progress.start("bench checker", 0)) {
            long[] cases = {0};
            rows = new CheckerBenchmark(name -> progress.update(++cases[0], name)).run(histories, online, name -> name.contains(words));
            progress.finish(rows.size() + " cases");
        }
        if (rows.isEmpty()) {
            throw new UserError("no case's name has '" + words + "' in it");
        }
        print(rows);
        boolean missed = rows.stream().anyMatch(row -> row.millis() > row.mustMillis());
        return (missed ? ExitCode.INVALID : ExitCode.VALID).code();
    }

    private void print(List<CheckerRow> rows) {
        String format = "%-58s %12s %10s %10s %12s  %-16s %-34s %s%n";
        var out = spec.commandLine().getOut();
        out.printf(format, "case", "CPU ms", "must", "aim", "allocated MB", "", "what came out", "others (quoted)");
        for (CheckerRow row : rows) {
            out.printf(format, row.name(), number(row.millis()), number(row.mustMillis()), number(row.aimMillis()),
                    number(row.allocatedBytes() / 1e6), row.judgement(), row.verdict(), row.quoted());
        }
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%,.2f" : "%,.0f", value);
    }
}
