package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One node over all its lives: at most one process at a time. */
final class NodeProcess {
    private static final long STOP_SECONDS = 10;
    /** With which a server ends that refuses its data directory. */
    private static final int DATA_DIRECTORY = 4;
    /** With which a server ends whose storage failed. */
    static final int STORAGE_FAILED = 5;
    /** With which a server ends that was removed from its cluster. */
    static final int REMOVED = 6;
    private static final int NONE = -1;

    private volatile NodePlan plan;
    private List<String> commandLine;
    private final Map<String, String> environment;
    private final Signals signals;
    private final Consumer<String> unexpected;

    private Process process;
    private boolean paused;
    /** The process whose end the driver has asked for. */
    private volatile Process asked;
    /** With which exit code the process may end by itself. */
    private volatile int expected = NONE;

    NodeProcess(NodePlan plan, List<String> commandLine, Map<String, String> environment, Signals signals, Consumer<String> unexpected) {
        this.plan = plan;
        this.commandLine = List.copyOf(commandLine);
        this.environment = Map.copyOf(environment);
        this.signals = signals;
        this.unexpected = unexpected;
    }

    NodePlan plan() {
        return plan;
    }

    synchronized List<String> commandLine() {
        return commandLine;
    }

    /** From its next start on it is another member, or is started in another way. */
    synchronized void become(NodePlan other, List<String> itsCommandLine) {
        plan = other;
        commandLine = List.copyOf(itsCommandLine);
    }

    synchronized void start() throws IOException {
        start(false);
    }

    /** The same on a disk that it may refuse. */
    synchronized void startOnDamage() throws IOException {
        start(true);
    }

    private void start(boolean mayRefuse) throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        Files.createDirectories(plan.directory());
        ProcessBuilder builder = new ProcessBuilder(commandLine);
        builder.environment().putAll(environment);
        Process started = builder
                .directory(plan.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.logFile().toFile()))
                .start();
        process = started;
        paused = false;
        expected = mayRefuse ? DATA_DIRECTORY : NONE;
        started.onExit().thenAccept(ended -> {
            if (ended != asked && ended.exitValue() != expected) {
                unexpected.accept(plan.name() + " ended by itself with exit code " + ended.exitValue() + "; see "
                        + plan.name() + "/" + plan.logFile().getFileName());
            }
        });
    }

    synchronized void kill() {
        if (process == null) {
            return;
        }
        asked = process;
        signals.kill(process);
        process.onExit().join();
        paused = false;
    }

    /**
     * What runs now may end by itself with this exit code: it is being driven to it. That holds as long as it lives, also if whoever drives it is told no: a removal
     * that was refused for want of an answer may happen later. A crash has another code.
     */
    synchronized void mayEndWith(int exitCode) {
        expected = exitCode;
    }

    synchronized boolean isDown() {
        return process == null || !process.isAlive();
    }

    synchronized boolean hasRefused() {
        return isDown() && process != null && process.exitValue() == DATA_DIRECTORY;
    }

    synchronized void stop() throws IOException {
        if (process == null) {
            return;
        }
        resume();
        asked = process;
        if (process.isAlive()) {
            signals.terminate(process);
        }
        if (!endsInTime()) {
            unexpected.accept(plan.name() + " did not end within " + STOP_SECONDS + " s of being asked to");
            kill();
        }
    }

    private boolean endsInTime() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized void pause() throws IOException {
        if (process != null && process.isAlive() && !paused) {
            signals.pause(process);
            paused = true;
        }
    }

    synchronized void resume() throws IOException {
        if (paused) {
            signals.resume(process);
            paused = false;
        }
    }
}
