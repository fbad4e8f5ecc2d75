package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/** A way to decide whether operations on one object are linearizable. */
public interface Engine {
    /** The name for reports. */
    String name();

    /** Whether several threads may ask it at once, about different partitions. */
    default boolean allowsParallelChecks() {
        return false;
    }

    /**
     * Decides.
     *
     * @param key        the partition's key, for the result; may be null
     * @param operations the partition's operations in order of invocation; failed ones are ignored
     * @param model      a model that objects to none of them
     * @param budget     met within reason: an engine looks at it often enough
     */
    PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget);
}
