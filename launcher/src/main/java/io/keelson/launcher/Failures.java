package io.keelson.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the user sees when a command does not come to a verdict: one line, an exit code, and where the details are. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Path crashes;
    private final BooleanSupplier stacktrace;

    /**
     * Handles the failures of one command line.
     *
     * @param crashes where the details of a crash are kept
     * @param stacktrace asked when a command has crashed: whether the details go to standard error instead of a file
     */
    Failures(Path crashes, BooleanSupplier stacktrace) {
        this.crashes = crashes;
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + StackTrace.firstLine(failure) + "; " + name + " --help tells what there is");
        return ExitCode.BAD_ARGUMENTS.code();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UserError mistake) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + mistake.getMessage());
            return mistake.exitCode().code();
        }
        return crashed(failure, command);
    }

    /** Tells of a failure that is a defect of the command, or of the JVM. */
    int crashed(Throwable failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String details = StackTrace.of(failure);
        if (stacktrace.getAsBoolean()) {
            command.getErr().println(name + " crashed: " + StackTrace.firstLine(failure));
            command.getErr().print(details);
        } else {
            command.getErr().println(name + " crashed: " + StackTrace.firstLine(failure) + "; " + keep(details));
        }
        return ExitCode.CRASH.code();
    }

    private String keep(String details) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
        Path file = crashes.resolve("crash-" + time + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, details);
            return "the details are in " + file;
        } catch (IOException unwritable) {
            return "run it again with --stacktrace for the details (" + file + " cannot be written)";
        }
    }
}
