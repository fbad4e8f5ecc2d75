package io.keelson.launcher;

/** A user's mistake or an unsuitable surrounding, told in one line that names the thing and the way out. No stack trace is shown. */
public final class UserError extends RuntimeException {
    private final ExitCode exitCode;

    /** A mistake that kept the command from starting: {@link ExitCode#BAD_ARGUMENTS}. */
    public UserError(String line) {
        this(line, ExitCode.BAD_ARGUMENTS);
    }

    /**
     * A mistake with an exit code of its own.
     *
     * @param line what is wrong and what to do, without a line break
     * @param exitCode what the process exits with
     */
    public UserError(String line, ExitCode exitCode) {
        super(line);
        this.exitCode = exitCode;
    }

    /** Returns what the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
