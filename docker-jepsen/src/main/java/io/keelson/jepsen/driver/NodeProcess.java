package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One node over all its lives: at most one process at a time. */
final class NodeProcess {
    private static final long STOP_SECONDS = 10;
    /** With which a server ends that refuses its data directory. */
    private static final int DATA_DIRECTORY = 4;

    private volatile NodePlan plan;
    private List<String> commandLine;
    private final Signals signals;
    private final Consumer<String> unexpected;

    private Process process;
    private boolean paused;
    /** The process whose end the driver has asked for. */
    private volatile Process asked;

    NodeProcess(NodePlan plan, List<String> commandLine, Signals signals, Consumer<String> unexpected) {
        this.plan = plan;
        this.commandLine = List.copyOf(commandLine);
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
        Process started = new ProcessBuilder(commandLine)
                .directory(plan.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.logFile().toFile()))
                .start();
        process = started;
        paused = false;
        started.onExit().thenAccept(ended -> {
            if (ended != asked && !(mayRefuse && ended.exitValue() == DATA_DIRECTORY)) {
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

    /** What runs now may end by itself: it is being driven to it. */
    synchronized void mayEnd() {
        asked = process;
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
