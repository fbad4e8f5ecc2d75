package io.keelson.jepsen.fault;

import io.keelson.jepsen.driver.Driver;
import java.io.IOException;

/** What an operator does once a fault has been undone and the cluster has recovered. The nemesis' thread does it, before the next fault. */
@FunctionalInterface
public interface AfterFault {
    /** Nothing. */
    AfterFault NOTHING = driver -> {};

    /**
     * Does it; what the cluster refuses is left as it is.
     *
     * @throws IOException if the run was stopped
     */
    void tidy(Driver driver) throws IOException;
}
