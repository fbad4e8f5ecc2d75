package io.keelson.launcher;

import io.keelson.spec.KeptRuns;
import io.keelson.spec.Models;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import io.keelson.spec.TlcModel.Expectation;
import io.keelson.spec.TlcResult;
import io.keelson.spec.TlcResult.Verdict;
import io.keelson.spec.TlcRunner;
import io.keelson.spec.TraceText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs TLC on models of the specification. */
@Command(
        name = "tlc",
        subcommands = TlcSimulateCommand.class,
        description = {
            "Checks the specification with TLC, model by model.%n",
            "A model is explored to its end, and its counts are those of the manifest; of a broken one, the named invariant is refuted."
        })
final class TlcCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", arity = "0..*", description = "Models, by name; if none is named, those of the groups quick and build.")
    private List<String> names = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "The models of one group: ${COMPLETION-CANDIDATES}.")
    private TlcModel.Group group;

    @Option(names = "--tlc-jar", paramLabel = "JAR", description = "Another release of TLC: the path of its tla2tools.jar.")
    private Path tlcJar;

    @Option(names = "--store", defaultValue = "store", paramLabel = "DIR",
            description = "Where results and checkpoints of deep models are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Option(names = "--list", description = "Only say which models there are.")
    private boolean list;

    @Option(names = "--time-limit", defaultValue = "10m", paramLabel = "TIME", converter = TimeLimit.class,
            description = "How long one model may take: 90s, 10m (default: ${DEFAULT-VALUE}).")
    private Duration timeLimit;

    @Option(names = "--trace", description = "Also print the behaviour that refutes an invariant where that was expected.")
    private boolean trace;

    @Option(names = "--replay-on-java", description = "Run what refutes a model on the Java core, and tell at which step the core does otherwise.")
    private boolean replayOnJava;

    @Option(names = "--transcripts", paramLabel = "DIR", description = "With --replay-on-java: also write the replay as a golden transcript, where that is possible.")
    private Path transcripts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Models models = Models.load();
        List<TlcModel> chosen = chosen(models);
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            chosen.forEach(model -> out.println(describe(model)));
            return ExitCode.VALID.code();
        }
        if (tlcJar != null && !Files.isRegularFile(tlcJar)) {
            throw new UserError("there is no file " + tlcJar + "; --tlc-jar wants the path of a tla2tools.jar");
        }
        if (transcripts != null && !replayOnJava) {
            throw new UserError("--transcripts writes what --replay-on-java has gone through: give that, too");
        }
        ExitCode exitCode = ExitCode.VALID;
        try (SpecFiles files = SpecFiles.unpack()) {
            TlcRunner runner = new TlcRunner(files, timeLimit, tlcJar);
            KeptRuns kept = new KeptRuns(store.resolve("tlc"), files);
            ReplayOnJava replay = new ReplayOnJava(files, out, transcripts);
            for (TlcModel model : chosen) {
                TlcResult result = run(runner, kept, model);
                exitCode = exitCode.and(judge(result, out));
                if (replayOnJava && !result.trace().isEmpty()) {
                    exitCode = exitCode.and(replay.counterexample(model, result.trace()));
                    out.flush();
                }
            }
        }
        return exitCode.code();
    }

    /** Says whether a model is one of {@code Raft}, whose states the Java core can be in: sessions are not, and liveness and leases have more in theirs. */
    static boolean isOfRaft(TlcModel model) {
        return !model.module().startsWith("Session") && !model.isOfLiveness() && !model.module().equals("RaftLease");
    }

    private List<TlcModel> chosen(Models models) {
        if (!names.isEmpty()) {
            return names.stream().map(name -> find(models, name)).toList();
        }
        if (group != null) {
            return models.of(group);
        }
        return list ? models.all() : models.explored();
    }

    static TlcModel find(Models models, String name) {
        return models.find(name).orElseThrow(() -> new UserError("there is no model " + name + "; there are "
                + models.all().stream().map(TlcModel::name).collect(Collectors.joining(", "))));
    }

    private static String describe(TlcModel model) {
        return String.format(
                Locale.ROOT,
                "%-34s %-6s %-7s %s",
                model.name(),
                model.group().name().toLowerCase(Locale.ROOT),
                model.isBroken() ? "broken" : "",
                model.about());
    }

    private static TlcResult run(TlcRunner runner, KeptRuns kept, TlcModel model) throws InterruptedException {
        long total = model.expectation() instanceof Expectation.Holds holds ? holds.distinct() : 0;
        try (Progress progress = Progress.start(model.name(), total)) {
            TlcRunner.Listener listener = (distinct, generated) -> progress.update(distinct, "distinct states");
            TlcResult result = model.isDeep() ? runner.resume(model, kept, listener) : runner.run(model, listener);
            progress.finish(outcome(result));
            return result;
        }
    }

    private static String outcome(TlcResult result) {
        return switch (result.verdict()) {
            case HOLDS -> "holds";
            case VIOLATED -> result.asExpected() ? "refuted, as it must be" : "violated";
            case TIMED_OUT -> "no verdict in time";
            case FAILED -> "failed";
        };
    }

    private ExitCode judge(TlcResult result, PrintWriter out) {
        if (result.verdict() == Verdict.FAILED) {
            throw new UserError("model " + result.model().name() + ": " + result.summary(), ExitCode.CRASH);
        }
        out.printf(Locale.ROOT, "%s: %s (%.1f s)%n", result.model().name(), result.summary(), result.seconds());
        if (!result.trace().isEmpty() && (trace || !result.asExpected())) {
            out.println(TraceText.of(result.trace()));
        }
        out.flush();
        if (result.asExpected()) {
            return ExitCode.VALID;
        }
        return result.verdict() == Verdict.TIMED_OUT ? ExitCode.UNKNOWN : ExitCode.INVALID;
    }
}
