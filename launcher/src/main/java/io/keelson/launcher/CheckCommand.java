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
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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

    /** What is known where Ctrl-C ends the check; read by another thread then. */
    private volatile Supplier<String> known = () -> "interrupted before anything was judged";

    @Override
    public Integer call() {
        List<Path> files = HistoryFiles.of(arguments);
        requireOneFile("--html shows", html != null, files);
        requireOneFile("--watch follows", watch, files);
        requireWritablePage();
        Model judge = readModel();
        requireMemory();
        List<Engine> engines = watch ? List.of() : engines();
        PrintWriter out = spec.commandLine().getOut();
        try (Interruption interruption = new Interruption(out, () -> known.get())) {
            ExitCode exitCode = files.size() == 1 ? judge(files.get(0), judge, engines, out).exitCode() : judgeAll(files, judge, engines, out);
            requireTold(exitCode, out);
            return exitCode.code();
        }
    }

    private ExitCode judgeAll(List<Path> files, Model judge, List<Engine> engines, PrintWriter out) {
        CheckTable table = new CheckTable();
        try (Progress progress = Progress.start("check", files.size());
                Interruption interruption = new Interruption(out, table::toString)) {
            for (Path file : files) {
                progress.update(table.size(), file.toString());
                table.add(judgeOneOfMany(file, judge, engines, out));
            }
            progress.finish(files.size() + " histories");
        }
        out.print(table);
        return table.all();
    }

    /** A file that cannot be judged does not keep the others from being judged. */
    private CheckTable.Row judgeOneOfMany(Path file, Model judge, List<Engine> engines, PrintWriter out) {
        try {
            return judge(file, judge, engines, out);
        } catch (UserError mistake) {
            spec.commandLine().getErr().println(mistake.getMessage());
            return new CheckTable.Row(file, mistake.exitCode(), 0, 0);
        }
    }

    private static void requireOneFile(String what, boolean asked, List<Path> files) {
        if (asked && files.size() > 1) {
            throw new UserError(what + " one history, not " + files.size() + "; name one FILE");
        }
    }

    /** A page that cannot be written is no reason to judge first. */
    private void requireWritablePage() {
        if (html == null) {
            return;
        }
        Path folder = html.toAbsolutePath().getParent();
        if (Files.isDirectory(html)) {
            throw new UserError("--html " + html + " is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("--html " + html + " cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(html) ? html : folder)) {
            throw new UserError("--html " + html + " cannot be written: permission denied");
        }
    }

    /** A verdict that could not be printed is no pass. */
    private static void requireTold(ExitCode exitCode, PrintWriter out) {
        if (out.checkError() | System.out.checkError()) {
            throw new UserError("standard output cannot be written, it is closed or full; the verdict was not told in full",
                exitCode == ExitCode.VALID ? ExitCode.CRASH : exitCode);
        }
    }

    private Model readModel() {
        try {
            return Models.named(model, EdnReader.value(initial));
        } catch (MalformedHistoryException e) {
            throw new UserError("--initial is no EDN: " + e.getMessage());
        } catch (IllegalArgumentException e) {
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
    private CheckTable.Row judge(Path file, Model judge, List<Engine> engines, PrintWriter out) {
        long started = System.nanoTime();
        if (watch || engine == EngineChoice.ONLINE) {
            OnlineCheck check = online(file, judge, out);
            return new CheckTable.Row(file, ExitCode.of(check.verdict()), check.operations(), (System.nanoTime() - started) / 1e9);
        }
        known = () -> file + ": interrupted while it was read, so unknown";
        History history = read(file);
        requireOperations(file, history.operations().size());
        Model fitting = history.isKeyed() ? judge.perKey() : judge;
        if (engine == EngineChoice.WITNESS && history.operations().stream().noneMatch(operation -> operation.order() != Event.NO_ORDER)) {
            out.println(file + ": no completion has an :order, so there is no witness, and the native engine searches");
        }
        List<CheckResult> results = new ArrayList<>();
        for (Engine each : engines) {
            known = () -> file + ": interrupted before the " + each.name() + " engine had a verdict, so unknown";
            long bytes = memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory;
            CheckResult result = check(file, history, fitting, Budget.ofTime(timeLimit, System::nanoTime).withMemory(bytes), each);
            out.println(file + ": " + result.summary());
            out.flush();
            results.add(result);
        }
        ExitCode exitCode = agreed(file, results, out);
        CheckResult first = results.stream().filter(result -> result.verdict() == Verdict.INVALID).findFirst().orElse(results.get(0));
        known = () -> file + ": interrupted while the explanation was sought; the verdict stands";
        explain(first, out);
        return new CheckTable.Row(file, exitCode, history.operations().size(), (System.nanoTime() - started) / 1e9);
    }

    /** Judges event by event; what is not there yet is waited for where {@code --watch} says so. */
    private OnlineCheck online(Path file, Model judge, PrintWriter out) {
        try (Progress progress = Progress.start(watch ? "watched events" : "checked events", 0);
                InputStream in = watch ? new GrowingFile(file, CheckCommand::waitsForMore) : Files.newInputStream(file)) {
            OnlineCheck check = new OnlineCheck(judge, memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory,
                events -> progressOf(progress, events));
            known = () -> file + ": interrupted; so far " + check.summary();
            check.run(in, file.toString(), format, independent);
            requireOperations(file, check.operations());
            out.println(file + ": " + check.summary());
            out.flush();
            return check;
        } catch (MalformedHistoryException e) {
            throw new UserError(e.getMessage());
        } catch (UnsuitableHistoryException e) {
            throw new UserError(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + IoReason.of(e));
        }
    }

    /** A test that came to nothing must not look like one that passed. */
    private static void requireOperations(Path file, long operations) {
        if (operations == 0) {
            throw new UserError(file + " holds no operation, so there is nothing to judge");
        }
    }

    private static void progressOf(Progress progress, long events) {
        if (events % TOLD_EVERY == 0) {
            progress.update(events, "");
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
                throw new UserError("--html " + html + " cannot be written: " + IoReason.of(e) + "; the verdict stands", ExitCode.CRASH);
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
            throw new UserError(file + " cannot be read: " + IoReason.of(e));
        } catch (OutOfMemoryError e) {
            throw new UserError(file + " does not fit into the " + (Runtime.getRuntime().maxMemory() >> 20) + "m that the JVM may use; set"
                + " KEELSON_JAVA_OPTS=-Xmx to more, or use --engine online, which does not keep it");
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
}
