package io.keelson.launcher;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * Says what is known of a command's work where Ctrl-C or a kill ends it. The process ends at once, with the exit code that shells expect: 130 after
 * Ctrl-C, 143 after a kill.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    /**
     * From here until it is closed.
     *
     * @param known asked by a thread of its own when the signal has come, while the work still goes on
     */
    Interruption(PrintWriter out, Supplier<String> known) {
        hook = new Thread(() -> {
            out.println(known.get());
            out.flush();
        }, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // It has been said, or is being said.
        }
    }
}
