package io.keelson.launcher.conformance;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.UserError;
import io.keelson.spec.GraphCheck;
import io.keelson.spec.Models;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.UnmetBranches;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares spec and code, both ways. */
@Command(
        name = "conformance",
        description = {
            "Shows that the Java core is the specification: compares the whole state graphs of models, and certifies steps of members one by one.%n",
            "Steps come from random walks, from everything that may happen at the states they meet, from random states and inputs (the box), and from "
                    + "simulated clusters. The report shows which branches of the specification they have met."
        })
public final class ConformanceCommand implements Callable<Integer> {
    private static final long QUICK_PAIRS = 60_000;
    private static final int QUICK_SCHEDULES = 10;

    @Option(names = "--models", split = ",", paramLabel = "MODEL",
            description = "Only compare the graphs of these models, by commas; 'none' for none (default: all that can be).")
    private List<String> names = List.of();

    @Option(names = "--pairs", defaultValue = "500000", paramLabel = "N",
            description = "How many distinct pairs of state and input are certified, beside those of simulated clusters (default: ${DEFAULT-VALUE}).")
    private long pairs;

    @Option(names = "--schedules", defaultValue = "50", paramLabel = "N",
            description = "How many random fault schedules are simulated, every step of theirs recorded; 0 for none (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "From which all random steps follow (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "The small models, fewer pairs and schedules: about a minute.")
    private boolean quick;

    @Option(names = "--html", paramLabel = "FILE", description = "Where the report goes (default: report.html in a folder of the store).")
    private Path html;

    @Option(names = "--store", defaultValue = "store", paramLabel = "DIR", description = "Where reports are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (pairs < 1 || schedules < 0) {
            throw new UserError("--pairs must be at least 1, and --schedules at least 0");
        }
        List<TlcModel> models = models();
        Path page = page();
        // The core's own assertions are part of what is compared; a command runs without them otherwise.
        getClass().getClassLoader().setPackageAssertionStatus("io.keelson.core", true);
        Result result;
        try (SpecFiles files = SpecFiles.unpack()) {
            List<GraphRow> graphs = GraphPart.run(files, models);
            int simulated = quick ? Math.min(schedules, QUICK_SCHEDULES) : schedules;
            Certificate certificate = CertifyPart.core(files, seed, quick ? Math.min(pairs, QUICK_PAIRS) : pairs);
            if (!quick && names.isEmpty()) {
                certificate = certificate.plus(CertifyPart.explorations(files));
            }
            if (simulated > 0) {
                certificate = certificate.plus(CertifyPart.simulation(files, seed, simulated));
            }
            result = new Result(graphs, certificate, UnmetBranches.load());
        }
        Files.writeString(page, ConformancePage.of(result, again()));
        print(result, page);
        return result.verdict().code();
    }

    private List<TlcModel> models() {
        List<TlcModel> all = GraphCheck.models(Models.load());
        if (names.equals(List.of("none"))) {
            return List.of();
        }
        if (names.isEmpty()) {
            return all.stream().filter(model -> !quick || model.group() == TlcModel.Group.QUICK).toList();
        }
        List<TlcModel> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.stream().filter(model -> model.name().equals(name)).findFirst().orElseThrow(() -> new UserError(
                    "there is no model " + name + " whose graph is compared; there are "
                            + all.stream().map(TlcModel::name).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    private Path page() throws IOException {
        if (html != null) {
            if (Files.isDirectory(html) || (html.getParent() != null && !Files.isDirectory(html.getParent()))) {
                throw new UserError("--html " + html + " is no file in a folder that exists");
            }
            return html;
        }
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        return Files.createDirectories(store.resolve("conformance").resolve(time)).resolve("report.html");
    }

    private String again() {
        return "./keelson conformance --seed " + seed + " --pairs " + pairs + " --schedules " + schedules
                + (names.isEmpty() ? "" : " --models " + String.join(",", names)) + (quick ? " --quick" : "");
    }

    private void print(Result result, Path page) {
        PrintWriter out = spec.commandLine().getOut();
        if (!result.graphs().isEmpty()) {
            out.println();
            out.print(Tables.text(Tables.graphs(result)));
        }
        out.println();
        out.print(Tables.text(Tables.sources(result)));
        out.println();
        out.print(Tables.text(Tables.figures(result)));
        result.differentGraphs().forEach(graph -> out.println("\nthe graphs of " + graph.model() + " differ: " + graph.difference()));
        result.certificate().differences().forEach(difference -> out.println("\n" + difference));
        result.complaints().forEach(out::println);
        out.println();
        out.println(sentence(result) + "; the report is " + page.toAbsolutePath().normalize());
        out.flush();
    }

    /** The verdict, and where spec and code differ. */
    private static String sentence(Result result) {
        if (result.verdict() == ExitCode.VALID) {
            return "valid: spec and code are one";
        }
        String where = result.certificate().differences().stream()
                .map(difference -> difference.operator() + " (spec) and " + difference.handler() + " (core)").distinct().collect(Collectors.joining(", "));
        return where.isEmpty() ? "invalid" : "invalid: spec and code disagree in " + where;
    }
}
