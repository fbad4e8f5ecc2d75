package io.keelson.jepsen;

import io.keelson.jepsen.driver.Driver;
import java.io.IOException;
import java.util.List;

/** Something that a run looks at beside what its clients do. */
public interface Aspect {
    /** Nothing. */
    Aspect NONE = new Aspect() {
        @Override
        public void begin(Driver driver) {}

        @Override
        public List<String> violations(Driver driver) {
            return List.of();
        }
    };

    /**
     * Prepares the cluster, which is whole and has no clients yet.
     *
     * @throws SetupException if the cluster does not do what is asked for
     * @throws IOException if the run was stopped
     */
    void begin(Driver driver) throws SetupException, IOException;

    /**
     * Does what an operator does after a fault, from which the cluster has recovered; the next one waits for it.
     *
     * @throws IOException if the run was stopped
     */
    default void recovered(Driver driver) throws IOException {}

    /**
     * Looks at the cluster, which has healed.
     *
     * @return what is wrong, one line each
     * @throws IOException if the run was stopped
     */
    List<String> violations(Driver driver) throws IOException;
}
