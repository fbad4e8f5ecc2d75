package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that cleans up after this one, should this one end in a way that leaves it no time to do so. */
final class Guardian implements AutoCloseable {
    private final Process process;

    private Guardian(Process process) {
        this.process = process;
    }

    /**
     * Begins to watch.
     *
     * @param cleaning what a shell does once this process has ended
     * @throws IOException if no process can be started
     */
    static Guardian until(String cleaning) throws IOException {
        long self = ProcessHandle.current().pid();
        return new Guardian(new ProcessBuilder("setsid", "sh", "-c", "while kill -0 " + self + " 2>/dev/null; do sleep 1; done; " + cleaning)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /**
     * Begins to watch over processes that bear a mark in their environment, and no others: those of them that are left are killed. Where this machine does not show the
     * environments of its processes there is nobody to do it.
     *
     * @param mark a variable and its value
     */
    static Optional<Guardian> ofMarked(String mark) {
        if (!Files.isReadable(Path.of("/proc/self/environ"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(until("for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qx '" + mark + "' && kill -9 ${p#/proc/}; done"));
        } catch (IOException noSuchPrograms) {
            return Optional.empty();
        }
    }

    /** Ends it: this process has cleaned up by itself. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
