package io.keelson.launcher;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EdnReader;
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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            "A history is EDN as Jepsen writes it: maps with :process, :type (:invoke, :ok, :fail, :info), :f and :value."
        })
final class CheckCommand implements Callable<Integer> {
    enum EngineChoice { NATIVE, KNOSSOS, BOTH }

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "History files, or folders with a history.edn in them.")
    private List<Path> files;

    @Option(names = "--model", required = true, paramLabel = "MODEL",
            description = "What the system is meant to be: register, cas-register or multi-register.")
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

    @Option(names = "--engine", defaultValue = "native", paramLabel = "native|knossos|both",
            description = "Who judges (default: ${DEFAULT-VALUE}).")
    private EngineChoice engine;

    @Option(names = "--knossos-classpath", paramLabel = "PATH",
            description = "Jars of Knossos and all it needs; without it, Knossos is what mvn -Pknossos has built in.")
    private String knossosClassPath;

    @Option(names = "--time-limit", defaultValue = "60s", paramLabel = "TIME", converter = TimeLimit.class,
            description = "How long one history may take an engine: 500ms, 60s, 5m (default: ${DEFAULT-VALUE}).")
    private Duration timeLimit;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page that shows what is wrong; for one history.")
    private Path html;

    @Spec
    private CommandSpec spec;

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

    @Override
    public Integer call() {
        if (html != null && files.size() > 1) {
            throw new UserError("--html shows one history, not " + files.size() + "; name one FILE");
        }
        Model judge = readModel();
        List<Engine> engines = engines();
        ExitCode exitCode = ExitCode.VALID;
        for (Path file : files) {
            exitCode = exitCode.and(judge(Files.isDirectory(file) ? file.resolve("history.edn") : file, judge, engines));
        }
        return exitCode.code();
    }

    private Model readModel() {
        try {
            return Models.named(model, EdnReader.value(initial));
        } catch (IllegalArgumentException | MalformedHistoryException e) {
            throw new UserError(e.getMessage());
        }
    }

    private List<Engine> engines() {
        List<Engine> engines = new ArrayList<>();
        if (engine != EngineChoice.KNOSSOS) {
            engines.add(new NativeEngine());
        }
        if (engine != EngineChoice.NATIVE) {
            try {
                engines.add(knossosClassPath == null ? KnossosEngine.onClassPath() : KnossosEngine.from(knossosClassPath));
            } catch (KnossosUnavailableException e) {
                throw new UserError(e.getMessage());
            }
        }
        return engines;
    }

    private ExitCode judge(Path file, Model judge, List<Engine> engines) {
        History history = read(file);
        Model fitting = history.isKeyed() ? judge.perKey() : judge;
        PrintWriter out = spec.commandLine().getOut();
        Verdict verdict = null;
        for (Engine each : engines) {
            long memory = Runtime.getRuntime().maxMemory() / 2;
            CheckResult result = check(file, history, fitting, Budget.ofTime(timeLimit, System::nanoTime).withMemory(memory), each);
            out.println(file + ": " + result.explanation());
            if (verdict == null) {
                writeHtml(result);
                verdict = result.verdict();
            } else {
                verdict = agreed(file, verdict, result.verdict(), out);
            }
        }
        out.flush();
        return exitCode(verdict);
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
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage());
        }
    }

    /** What two engines say together: one that does not know leaves it to the other; where they differ, nobody knows. */
    private static Verdict agreed(Path file, Verdict first, Verdict second, PrintWriter out) {
        if (first == Verdict.UNKNOWN || second == Verdict.UNKNOWN) {
            return first == Verdict.UNKNOWN ? second : first;
        }
        if (first != second) {
            out.println(file + ": the engines disagree (" + first.label() + ", " + second.label()
                + "); one of them is wrong, so the verdict is unknown");
            return Verdict.UNKNOWN;
        }
        return first;
    }

    private void writeHtml(CheckResult result) {
        if (html == null) {
            return;
        }
        try {
            Files.writeString(html, result.html(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("--html " + html + " cannot be written: " + e);
        }
    }

    private static ExitCode exitCode(Verdict verdict) {
        return switch (verdict) {
            case VALID -> ExitCode.VALID;
            case INVALID -> ExitCode.INVALID;
            case UNKNOWN -> ExitCode.UNKNOWN;
        };
    }
}
