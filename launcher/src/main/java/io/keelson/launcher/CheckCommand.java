package io.keelson.launcher;

import io.keelson.checker.CheckResult;
import io.keelson.checker.Explanation;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.engine.WitnessEngine;
import io.keelson.checker.history.EdnReader;
import io.keelson.checker.history.Event;
import io.keelson.checker.history.History;
import io.keelson.checker.history.HistoryFormat;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.history.Independent;
import io.keelson.checker.history.MalformedHistoryException;
import io.keelson.checker.knossos.KnossosEngine;
import io.keelson.checker.knossos.KnossosUnavailableException;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Judges recorded histories. */
@Command(
        name = "check",
        description = {
            "Judges whether recorded histories are linearizable.%n",
            "A history is EDN as Jepsen writes it (maps with :process, :type, :f and :value), JSON objects with the same names, or the log of a"
                + " Jepsen run. :ok happened; :fail did not; :info, or no end, happened at any time after its begin or never, and its process is gone."
        })
final class CheckCommand implements Callable<Integer> {
    enum EngineChoice { NATIVE, ONLINE, WITNESS, KNOSSOS, BOTH }

    private static final long WATCH_MILLIS = 200;
    private static final int TOLD_EVERY = 1 << 12;

    /** No explanation takes longer, however long a check may take. */
    private static final Duration EXPLANATION = Duration.ofSeconds(10);

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*",
            description = "History files; a folder stands for the history.edn in it, or for those in the folders below, as in Jepsen's store.")
    private List<Path> arguments;

    @Option(names = "--model", required = true, paramLabel = "MODEL", completionCandidates = ModelNames.class,
            description = "What the system is meant to be: ${COMPLETION-CANDIDATES}.")
    private String model;

    @Option(names = "--initial", defaultValue = "nil", paramLabel = "EDN",
            description = "The value before the first write (default: ${DEFAULT-VALUE}).")
    private String initial;

    @Option(names = "--format", defaultValue = "auto", paramLabel = "auto|edn|json|jepsen-log", converter = FormatName.class,
            description = "How the files are written (default: ${DEFAULT-VALUE}, told by what is in them).")
    private HistoryFormat format;

    @Option(names = "--independent", defaultValue = "auto", paramLabel = "auto|yes|no",
            description = "Whether values are [key value] tuples, each key judged apart (default: ${DEFAULT-VALUE}).")
    private Independent independent;

    @Option(names = "--engine", defaultValue = "native", paramLabel = "native|online|witness|knossos|both",
            description = "Who judges (default: ${DEFAULT-VALUE}); online judges event by event, in bounded memory; witness checks the"
                + " order that the system reports (:order of completions) and searches where that is no proof; both is native and Knossos, and fails"
                + " where they disagree.")
    private EngineChoice engine;

    @Option(names = "--knossos-classpath", paramLabel = "PATH",
            description = "Jars of Knossos and all it needs; without it, Knossos is what mvn -Pknossos has built in.")
    private String knossosClassPath;

    @Option(names = "--knossos-algorithm", defaultValue = "competition", paramLabel = "competition|linear|wgl",
            description = "Which of Knossos' searches (default: ${DEFAULT-VALUE}).")
    private KnossosEngine.Algorithm knossosAlgorithm;

    @Option(names = "--time-limit", defaultValue = "60s", paramLabel = "TIME", converter = TimeLimit.class,
            description = "How long one history may take an engine: 500ms, 60s, 5m (default: ${DEFAULT-VALUE}).")
    private Duration timeLimit;

    @Option(names = "--memory", paramLabel = "SIZE", converter = ByteSize.class,
            description = "How much an engine may use: 512m, 1g (default: half of what the JVM may).")
    private Long memory;

    @Option(names = "--watch", description = "Follow one history while it grows, with the online engine, until it is violated or Ctrl-C.")
    private boolean watch;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page that shows the operations and what is wrong; for one history.")
    private Path html;

    @Spec
    private CommandSpec spec;

    /** The models there are, for the help. */
    static final class ModelNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Models.names().iterator();
        }
    }

    /** A format by the name that it prints. */
    static final class FormatName implements ITypeConverter<HistoryFormat> {
        @Override
        public HistoryFormat convert(String text) {
            for (HistoryFormat each : HistoryFormat.values()) {
                if (each.toString().equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is no format; there are auto, edn, json and jepsen-log");
        }
    }

    /** One line of the table. */
    private record Row(Path file, ExitCode exitCode, int operations, double seconds) {
    }

    @Override
    public Integer call() {
        List<Path> files = HistoryFiles.of(arguments);
        if (html != null && files.size() > 1) {
            throw new UserError("--html shows one history, not " + files.size() + "; name one FILE");
        }
        Model judge = readModel();
        requireMemory();
        if (watch) {
            if (files.size() > 1) {
                throw new UserError("--watch follows one history, not " + files.size() + "; name one FILE");
            }
            return online(files.get(0), judge, spec.commandLine().getOut()).code();
        }
        List<Engine> engines = engines();
        PrintWriter out = spec.commandLine().getOut();
        if (files.size() == 1) {
            return judge(files.get(0), judge, engines, out).exitCode.code();
        }
        List<Row> rows = new ArrayList<>();
        try (Progress progress = Progress.start("check", files.size())) {
            for (Path file : files) {
                progress.update(rows.size(), file.toString());
                rows.add(judge(file, judge, engines, out));
            }
            progress.finish(files.size() + " histories");
        }
        return table(rows, out).code();
    }

    private Model readModel() {
        try {
            return Models.named(model, EdnReader.value(initial));
        } catch (IllegalArgumentException | MalformedHistoryException e) {
            throw new UserError(e.getMessage());
        }
    }

    private void requireMemory() {
        long most = Runtime.getRuntime().maxMemory();
        if (memory != null && memory > most) {
            throw new UserError("--memory is more than the " + (most >> 20) + "m that the JVM may use; set KEELSON_JAVA_OPTS=-Xmx"
                + ((memory + memory / 2 >> 20) + 1) + "m as well");
        }
    }

    private List<Engine> engines() {
        List<Engine> engines = new ArrayList<>();
        if (engine == EngineChoice.NATIVE || engine == EngineChoice.BOTH) {
            engines.add(new NativeEngine());
        }
        if (engine == EngineChoice.WITNESS) {
            engines.add(WitnessEngine.ofHistory(new NativeEngine()));
        }
        if (engine == EngineChoice.KNOSSOS || engine == EngineChoice.BOTH) {
            try {
                engines.add((knossosClassPath == null ? KnossosEngine.onClassPath() : KnossosEngine.from(knossosClassPath))
                    .with(knossosAlgorithm));
            } catch (KnossosUnavailableException e) {
                throw new UserError(e.getMessage());
            }
        }
        return engines;
    }

    /** The verdict is told as soon as it is there, the explanation when it has been found. */
    private Row judge(Path file, Model judge, List<Engine> engines, PrintWriter out) {
        long started = System.nanoTime();
        if (engine == EngineChoice.ONLINE) {
            ExitCode exitCode = online(file, judge, out);
            return new Row(file, exitCode, 0, (System.nanoTime() - started) / 1e9);
        }
        History history = read(file);
        Model fitting = history.isKeyed() ? judge.perKey() : judge;
        if (engine == EngineChoice.WITNESS && history.operations().stream().noneMatch(operation -> operation.order() != Event.NO_ORDER)) {
            out.println(file + ": no completion has an :order, so there is no witness, and the native engine searches");
        }
        List<CheckResult> results = new ArrayList<>();
        for (Engine each : engines) {
            long bytes = memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory;
            CheckResult result = check(file, history, fitting, Budget.ofTime(timeLimit, System::nanoTime).withMemory(bytes), each);
            out.println(file + ": " + result.summary());
            out.flush();
            results.add(result);
        }
        ExitCode exitCode = agreed(file, results, out);
        CheckResult first = results.stream().filter(result -> result.verdict() == Verdict.INVALID).findFirst().orElse(results.get(0));
        explain(first, out);
        return new Row(file, exitCode, history.operations().size(), (System.nanoTime() - started) / 1e9);
    }

    /** Judges event by event; what is not there yet is waited for where {@code --watch} says so. */
    private ExitCode online(Path file, Model judge, PrintWriter out) {
        try (Progress progress = Progress.start(watch ? "watch" : "check", 0);
                InputStream in = watch ? new GrowingFile(file, CheckCommand::waitsForMore) : Files.newInputStream(file)) {
            OnlineCheck check = new OnlineCheck(judge, memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory,
                events -> progressOf(progress, events));
            Thread onInterrupt = new Thread(() -> out.println(file + ": so far " + check.summary()), "check-interrupted");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            Verdict verdict = check.run(in, file.toString(), format, independent);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            out.println(file + ": " + check.summary());
            out.flush();
            return ExitCode.of(verdict);
        } catch (MalformedHistoryException e) {
            throw new UserError(e.getMessage());
        } catch (UnsuitableHistoryException e) {
            throw new UserError(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage());
        }
    }

    private static void progressOf(Progress progress, long events) {
        if (events % TOLD_EVERY == 0) {
            progress.update(events, "events");
        }
    }

    private static boolean waitsForMore() {
        try {
            Thread.sleep(WATCH_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void explain(CheckResult result, PrintWriter out) {
        Duration limit = timeLimit.compareTo(EXPLANATION) < 0 ? timeLimit : EXPLANATION;
        Explanation explanation = result.explain(Budget.ofTime(limit, System::nanoTime));
        out.println(explanation.details().strip());
        out.flush();
        if (html != null) {
            try {
                Files.writeString(html, explanation.html(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UserError("--html " + html + " cannot be written: " + e);
            }
        }
    }

    private static CheckResult check(Path file, History history, Model model, Budget budget, Engine engine) {
        try {
            return LinearizabilityChecker.check(history, model, budget, engine);
        } catch (UnsuitableHistoryException e) {
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    private History read(Path file) {
        try {
            return HistoryReader.read(file, format, independent);
        } catch (MalformedHistoryException e) {
            throw new UserError(e.getMessage());
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage());
        }
    }

    /** What the engines say together: one that does not know leaves it to the other; where they differ, one of them has a defect. */
    private static ExitCode agreed(Path file, List<CheckResult> results, PrintWriter out) {
        List<Verdict> known = results.stream().map(CheckResult::verdict).filter(verdict -> verdict != Verdict.UNKNOWN).distinct().toList();
        if (known.size() > 1) {
            out.println(file + ": the engines disagree, so one of them is wrong and neither is to be believed");
            return ExitCode.CRASH;
        }
        return ExitCode.of(known.isEmpty() ? Verdict.UNKNOWN : known.get(0));
    }

    private static ExitCode table(List<Row> rows, PrintWriter out) {
        int width = rows.stream().mapToInt(row -> row.file.toString().length()).max().orElse(0);
        ExitCode all = ExitCode.VALID;
        out.printf("%n%-" + width + "s  %-8s %12s %9s%n", "history", "verdict", "operations", "time");
        for (Row row : rows) {
            boolean disagreed = row.exitCode == ExitCode.CRASH;
            out.printf(Locale.ROOT, "%-" + width + "s  %-8s %,12d %7.2f s%n", row.file, disagreed ? "disagree" : row.exitCode.label(), row.operations,
                row.seconds);
            all = all == ExitCode.CRASH || disagreed ? ExitCode.CRASH : all.and(row.exitCode);
        }
        out.printf("%d histories: %s%n", rows.size(), all == ExitCode.CRASH ? "the engines disagree" : all.label());
        out.flush();
        return all;
    }
}
