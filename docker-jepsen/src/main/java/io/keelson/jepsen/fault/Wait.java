package io.keelson.jepsen.fault;

import java.io.IOException;

/** Time between two questions to a cluster. */
public final class Wait {
    private Wait() {}

    /**
     * Waits.
     *
     * @throws IOException if the run is stopped meanwhile
     */
    public static void millis(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the run was stopped", stopped);
        }
    }
}
