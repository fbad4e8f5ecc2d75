package io.keelson.jepsen.driver;

import java.io.IOException;

/** How a node's process is reached by those who want it to end or to hold still. */
interface Signals {
    /** Straight, as a process of this machine. */
    Signals PLAIN = new Signals() {
        @Override
        public void kill(Process process) {
            process.destroyForcibly();
        }

        @Override
        public void terminate(Process process) {
            process.destroy();
        }

        @Override
        public void pause(Process process) throws IOException {
            Shell.run("kill", "-STOP", String.valueOf(process.pid()));
        }

        @Override
        public void resume(Process process) throws IOException {
            Shell.run("kill", "-CONT", String.valueOf(process.pid()));
        }
    };

    /** Ends it at once; does not wait for the end. */
    void kill(Process process);

    /** Asks it to end; does not wait for the end. */
    void terminate(Process process) throws IOException;

    /** Freezes it. */
    void pause(Process process) throws IOException;

    /** Lets it go on. */
    void resume(Process process) throws IOException;
}
