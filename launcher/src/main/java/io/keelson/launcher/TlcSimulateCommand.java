package io.keelson.launcher;

import io.keelson.spec.Models;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import io.keelson.spec.TlcResult.Verdict;
import io.keelson.spec.TlcRunner;
import io.keelson.spec.TlcRunner.Simulated;
import io.keelson.spec.TraceText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets TLC take random behaviours of models, and the Java core follow them. */
@Command(
        name = "simulate",
        description = {
            "Takes random behaviours of models, by TLC, and checks their invariants.%n",
            "With --replay-on-java real members go through each behaviour as well, step by step, and every state must be the core's."
        })
final class TlcSimulateCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "MODEL", description = "A model, by name; may be given more than once (default: each of Raft in which no rule is left out).")
    private List<String> names = List.of();

    @Option(names = "--behaviours", defaultValue = "20", paramLabel = "N", description = "How many of each model (default: ${DEFAULT-VALUE}).")
    private int behaviours;

    @Option(names = "--depth", defaultValue = "50", paramLabel = "N", description = "The most states of a behaviour (default: ${DEFAULT-VALUE}).")
    private int depth;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "From which all choices follow (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--replay-on-java", description = "Let the Java core follow each behaviour.")
    private boolean replayOnJava;

    @Option(names = "--transcripts", paramLabel = "DIR",
            description = "With --replay-on-java: write the behaviours as golden transcripts, where they begin at the beginning.")
    private Path transcripts;

    @Option(names = "--time-limit", defaultValue = "10m", paramLabel = "TIME", converter = TimeLimit.class,
            description = "How long one model may take: 90s, 10m (default: ${DEFAULT-VALUE}).")
    private Duration timeLimit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require(behaviours >= 1, "--behaviours is at least 1, not " + behaviours);
        require(depth >= 2, "--depth is at least 2, not " + depth);
        require(transcripts == null || replayOnJava, "--transcripts writes what --replay-on-java has followed: give that, too");
        Models models = Models.load();
        List<TlcModel> chosen = names.isEmpty()
                ? models.all().stream().filter(TlcSimulateCommand::isSimulatedByItself).toList()
                : names.stream().map(name -> TlcCommand.find(models, name)).toList();
        ExitCode exitCode = ExitCode.VALID;
        try (SpecFiles files = SpecFiles.unpack()) {
            for (TlcModel model : chosen) {
                require(TlcCommand.isOfRaft(model) || !replayOnJava, "the model " + model.name() + " is not of Raft alone: it has no replay");
                exitCode = exitCode.and(simulate(files, model));
            }
        }
        return exitCode.code();
    }

    /** The models that are there for the comparison of graphs alone, and the deep ones, are like the others, and many. */
    private static boolean isSimulatedByItself(TlcModel model) {
        return !model.isDeep() && !model.isBroken() && TlcCommand.isOfRaft(model) && model.group() != TlcModel.Group.GRAPH;
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new UserError(complaint);
        }
    }

    private ExitCode simulate(SpecFiles files, TlcModel model) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.start(model.name(), behaviours)) {
            Simulated simulated = new TlcRunner(files, timeLimit).simulate(model, behaviours, depth, seed, (distinct, generated) -> {});
            if (simulated.result().verdict() != Verdict.HOLDS) {
                progress.close();
                return told(simulated, files, model, out);
            }
            Followed followed = replayOnJava ? follow(new ReplayOnJava(files, out, transcripts), model, simulated, progress) : new Followed(0, 0);
            progress.finish(followed.otherwise() == 0 ? "valid" : "the core does otherwise");
            out.printf(Locale.ROOT, "%s: %d behaviours keep the invariants%s%n", model.name(), simulated.behaviours().size(), followed.summary(replayOnJava));
            out.flush();
            return followed.otherwise() == 0 ? ExitCode.VALID : ExitCode.INVALID;
        }
    }

    /** How many steps the core has followed, and how many behaviours it has not. */
    private record Followed(long steps, int otherwise) {
        String summary(boolean replayed) {
            if (!replayed) {
                return "";
            }
            return otherwise == 0
                    ? String.format(Locale.ROOT, "; the core follows all of their %,d steps", steps)
                    : String.format(Locale.ROOT, "; the core does otherwise in %d of them", otherwise);
        }
    }

    private Followed follow(ReplayOnJava replay, TlcModel model, Simulated simulated, Progress progress) {
        long steps = 0;
        int otherwise = 0;
        for (int number = 1; number <= simulated.behaviours().size(); number++) {
            int followed = replay.followed(model, simulated.behaviours().get(number - 1), "tlc-" + model.name() + "-" + seed + "-" + number);
            steps += Math.max(0, followed);
            otherwise += followed < 0 ? 1 : 0;
            progress.update(number, otherwise == 0 ? "" : otherwise + " otherwise");
        }
        return new Followed(steps, otherwise);
    }

    private ExitCode told(Simulated simulated, SpecFiles files, TlcModel model, PrintWriter out) {
        out.println(model.name() + ": " + simulated.result().summary());
        return switch (simulated.result().verdict()) {
            case TIMED_OUT -> ExitCode.UNKNOWN;
            case VIOLATED -> {
                out.println(TraceText.of(simulated.result().trace()));
                ExitCode replayed = replayOnJava && !simulated.result().trace().isEmpty()
                        ? new ReplayOnJava(files, out, transcripts).counterexample(model, simulated.result().trace())
                        : ExitCode.VALID;
                out.flush();
                yield model.isBroken() ? replayed : ExitCode.INVALID;
            }
            case HOLDS, FAILED -> throw new UserError("model " + model.name() + ": " + simulated.result().summary(), ExitCode.CRASH);
        };
    }
}
