package io.keelson.launcher;

import io.keelson.node.NodeOpenException;
import io.keelson.node.log.LogInspection;
import io.keelson.node.runtime.LogDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For operators: the durable log of a member that does not run. */
@Command(name = "log", description = "Looks at the durable log of a member that does not run, or cuts its torn tail.")
final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with the log: dump, verify or repair");
    }

    @Command(description = "Prints each record of the log, in order, and what it all comes to. Exit codes as of verify.")
    int dump(@Parameters(paramLabel = "DIR", description = "The member's data directory.") Path directory) {
        return report(inspect(directory, out()::println));
    }

    @Command(description = "Says whether the log is sound: 0 if it is, 1 if something durable is damaged, 2 if it can't be read. Changes nothing.")
    int verify(@Parameters(paramLabel = "DIR", description = "The member's data directory.") Path directory) {
        return report(inspect(directory, record -> {}));
    }

    @Command(description = "Cuts the tail that a crash tore, as the next start would; refuses to touch a damaged log. Exit codes as of verify.")
    int repair(@Parameters(paramLabel = "DIR", description = "The member's data directory.") Path directory) {
        LogInspection before = inspect(directory, record -> {});
        if (before.verdict() != LogInspection.Verdict.SOUND) {
            int code = report(before);
            if (before.verdict() == LogInspection.Verdict.DAMAGED) {
                out().println("nothing was changed: what is damaged may have been committed. Start the member, and it fetches from its peers what it lost; if it refuses to start,"
                        + " wipe the directory and let the member join anew");
            }
            return code;
        }
        boolean torn = before.summary().stream().anyMatch(line -> line.startsWith("a torn tail"));
        if (torn) {
            attempt(() -> LogDirectory.cutTornTail(directory));
        }
        int code = report(inspect(directory, record -> {}));
        out().println(torn ? "cut: " + before.summary().get(before.summary().size() - 1) : "there was nothing to cut, and nothing was changed");
        return code;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Attempt {
        void run() throws NodeOpenException;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (NodeOpenException e) {
            throw new UserError(e.getMessage());
        }
    }

    private static LogInspection inspect(Path directory, Consumer<String> records) {
        LogInspection[] found = {null};
        attempt(() -> found[0] = LogDirectory.inspect(directory, records));
        return found[0];
    }

    private int report(LogInspection found) {
        found.summary().forEach(out()::println);
        found.findings().forEach(out()::println);
        out().println(switch (found.verdict()) {
            case SOUND -> "sound";
            case DAMAGED -> "damaged";
            case UNREADABLE -> "unreadable";
        });
        return switch (found.verdict()) {
            case SOUND -> ExitCode.VALID.code();
            case DAMAGED -> ExitCode.INVALID.code();
            case UNREADABLE -> ExitCode.UNKNOWN.code();
        };
    }
}
