package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Path;

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

    /** Ends it: this process has cleaned up by itself. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
