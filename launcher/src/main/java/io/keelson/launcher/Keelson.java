package io.keelson.launcher;

import io.keelson.launcher.conformance.ConformanceCommand;
import io.keelson.launcher.verify.VerifyCommand;
import io.keelson.launcher.zoo.ZooCommand;
import io.keelson.server.command.ClusterCommand;
import io.keelson.server.command.ServerCommand;
import java.nio.file.Path;
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
        },
        subcommands = {
            VerifyCommand.class,
            TlcCommand.class,
            ConformanceCommand.class,
            SimulateCommand.class,
            ZooCommand.class,
            TranscriptsCommand.class,
            JepsenCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            ServerCommand.class,
            ClusterCommand.class,
        })
public final class Keelson implements Runnable {
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "On a crash, print the stack trace instead of writing it to a file.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(run(commandLine(Path.of("store")), arguments));
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
        Keelson root = new Keelson();
        Failures failures = new Failures(crashes, () -> root.stacktrace);
        return new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
