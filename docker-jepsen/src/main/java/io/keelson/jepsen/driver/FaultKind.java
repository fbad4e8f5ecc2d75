package io.keelson.jepsen.driver;

import java.io.IOException;
import java.util.Locale;

/** What can be done to a node, and how it is undone. */
public enum FaultKind {
    /** Ended at once with {@code kill -9}, started again. */
    KILL("start") {
        @Override
        public void begin(Driver driver, String node) throws IOException {
            driver.kill(node);
        }

        @Override
        public void end(Driver driver, String node) throws IOException {
            driver.start(node);
        }
    },
    /** Frozen with SIGSTOP, let go on with SIGCONT. */
    PAUSE("resume") {
        @Override
        public void begin(Driver driver, String node) throws IOException {
            driver.pause(node);
        }

        @Override
        public void end(Driver driver, String node) throws IOException {
            driver.resume(node);
        }
    },
    /** Asked to end, as an operator would, and started again. */
    RESTART("start") {
        @Override
        public void begin(Driver driver, String node) throws IOException {
            driver.stop(node);
        }

        @Override
        public void end(Driver driver, String node) throws IOException {
            driver.start(node);
        }
    };

    private final String undoing;

    FaultKind(String undoing) {
        this.undoing = undoing;
    }

    /** Inflicts it on one node. */
    public abstract void begin(Driver driver, String node) throws IOException;

    /** Undoes it on one node. */
    public abstract void end(Driver driver, String node) throws IOException;

    /** The name on the command line and in histories. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What undoes it, as histories call it. */
    public String undoing() {
        return undoing;
    }
}
