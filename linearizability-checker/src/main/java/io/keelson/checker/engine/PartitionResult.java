package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.List;

/**
 * What an engine found about one partition of a history.
 *
 * @param key            the key, or null where the history has none
 * @param verdict        the answer
 * @param operations     the operations of the partition that did, or may have, happened, in order of invocation
 * @param linearization  an order that the model allows: of all of it where valid; else the deepest the search found, up to but
 *                       without {@code stuck}. It may hold operations of unknown outcome that it needed. Null where the engine
 *                       gives none
 * @param stuck          where invalid, the operation at whose completion no order was left; where unknown, the one whose
 *                       completion the search had not passed; null where valid, or where the engine cannot tell
 * @param reason         where unknown, what ended the search, one line; else null
 * @param configurations how many configurations were visited; 0 where the engine does not count
 */
public record PartitionResult(Object key, Verdict verdict, List<Operation> operations, List<Operation> linearization,
                              Operation stuck, String reason, long configurations) {
    public PartitionResult {
        operations = List.copyOf(operations);
        linearization = linearization == null ? null : List.copyOf(linearization);
    }

    /**
     * All completions before this event are proved to be linearizable; {@link Operation#NEVER} where that is all of them, 0 where
     * the engine proved nothing.
     */
    public int provedUpToEvent() {
        if (verdict == Verdict.VALID) {
            return Operation.NEVER;
        }
        return stuck == null ? 0 : stuck.completed();
    }

    /** The same after that many configurations. */
    PartitionResult withConfigurations(long visited) {
        return new PartitionResult(key, verdict, operations, linearization, stuck, reason, visited);
    }
}
