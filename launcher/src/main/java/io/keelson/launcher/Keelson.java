package io.keelson.launcher;

import io.keelson.launcher.conformance.ConformanceCommand;
import io.keelson.launcher.verify.VerifyCommand;
import io.keelson.launcher.zoo.ZooCommand;
import io.keelson.server.command.ClusterCommand;
import io.keelson.server.command.GroupsCommand;
import io.keelson.server.command.ServerCommand;
import io.keelson.server.command.SnapshotCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command; each subcommand is a class of its own. */
@Command(
        name = "keelson",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "A Raft whose every claim can be checked by the person who reads it.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        footer = {
            "",
            "keelson COMMAND --help tells the options of a command.",
            "Exit codes: 0 valid, 1 invalid, 2 unknown, 254 bad arguments, 255 crash."
        })
public final class Keelson implements Runnable {
    /** Each command's class by its name; a class is loaded when it is asked for, so that a command starts without the others. */
    private static final Map<String, Supplier<Class<?>>> COMMANDS = commands();

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "On a crash, print the stack trace instead of writing it to a file.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        Path crashes = Path.of("store");
        Supplier<Class<?>> command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        System.exit(run(command == null ? commandLine(crashes) : commandLine(crashes, List.of(command.get())), arguments));
    }

    /** Runs one command; errors of the JVM, which pass picocli by, are crashes like any other. */
    static int run(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Error error) {
            return ((Failures) commandLine.getExecutionExceptionHandler()).crashed(error, commandLine);
        }
    }

    /**
     * Returns the command line, ready to execute: the same for the process and for tests.
     *
     * @param crashes where the details of a crash are kept
     */
    static CommandLine commandLine(Path crashes) {
        return commandLine(crashes, COMMANDS.values().stream().<Class<?>>map(Supplier::get).toList());
    }

    private static CommandLine commandLine(Path crashes, List<Class<?>> commands) {
        Keelson root = new Keelson();
        Failures failures = new Failures(crashes, () -> root.stacktrace);
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(command -> commandLine.addSubcommand(new CommandLine(command)));
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static Map<String, Supplier<Class<?>>> commands() {
        Map<String, Supplier<Class<?>>> commands = new LinkedHashMap<>();
        commands.put("verify", () -> VerifyCommand.class);
        commands.put("tlc", () -> TlcCommand.class);
        commands.put("conformance", () -> ConformanceCommand.class);
        commands.put("simulate", () -> SimulateCommand.class);
        commands.put("zoo", () -> ZooCommand.class);
        commands.put("transcripts", () -> TranscriptsCommand.class);
        commands.put("jepsen", () -> JepsenCommand.class);
        commands.put("check", () -> CheckCommand.class);
        commands.put("bench", () -> BenchCommand.class);
        commands.put("server", () -> ServerCommand.class);
        commands.put("cluster", () -> ClusterCommand.class);
        commands.put("log", () -> LogCommand.class);
        commands.put("groups", () -> GroupsCommand.class);
        commands.put("snapshot", () -> SnapshotCommand.class);
        return commands;
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
