package io.keelson.node.runtime;

import io.keelson.node.Outcome;
import java.util.function.Consumer;

/**
 * Is told what became of a request: the outcome, or that the caller's own code has failed. One of the two, once, on the node's thread, or on the caller's if the node is closed: it must be brief
 * and must not block. What it throws is logged, and is nobody else's concern.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Reply<T> extends Consumer<Outcome<T>> {
    /** What the caller gave to be run on the node's thread has thrown this. Unless it is told otherwise, the request is refused for that. */
    default void failed(RuntimeException thrown) {
        accept(new Outcome.Refused<>("the query has failed: " + thrown));
    }
}
