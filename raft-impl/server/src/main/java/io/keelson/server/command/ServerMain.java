package io.keelson.server.command;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;

/** Runs {@link ServerCommand} by itself: the main class of the server's jar, and of the processes of {@code keelson cluster}. */
public final class ServerMain {
    private ServerMain() {}

    /** Runs a server and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ServerCommand());
        commandLine.getCommandSpec().mixinStandardHelpOptions(true).name("keelson-server");
        IParameterExceptionHandler oneLine = (mistake, arguments) -> {
            commandLine.getErr().println("keelson-server: " + mistake.getMessage().lines().findFirst().orElse("bad arguments")
                    + "; --help tells what there is");
            return ServerExit.BAD_CONFIGURATION;
        };
        return commandLine.setParameterExceptionHandler(oneLine);
    }
}
