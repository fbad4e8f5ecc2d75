package io.keelson.node.runtime;

import java.util.function.Supplier;

/**
 * What somebody else's code returned or threw, so that it does not throw into the node's thread.
 *
 * @param value what it returned, null if it threw
 * @param failure what it threw, null if it did not
 */
record Attempt<R>(R value, RuntimeException failure) {
    static <R> Attempt<R> of(Supplier<R> code) {
        try {
            return new Attempt<>(code.get(), null);
        } catch (RuntimeException e) {
            return new Attempt<>(null, e);
        }
    }

    /** Returns the value, or throws what the code threw. */
    R get() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }
}
