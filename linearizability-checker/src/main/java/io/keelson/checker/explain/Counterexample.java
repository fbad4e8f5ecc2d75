package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import java.util.List;
import java.util.Map;

/**
 * Why a partition of a history is not linearizable.
 *
 * @param refuted      the operation at whose completion no order was left: what is known before it can be explained
 * @param core         the operations that cannot be ordered, in order of invocation, each with the reason: these refute the history,
 *                     the others do not matter. Empty where none could be found in the time allowed
 * @param minimal      false where the time allowed ended before nothing more could be left out
 * @param cut          the event of the moment at which the core sets out, when nothing was running; -1 for the beginning
 * @param states       what the object could be at the cut
 * @param settled      the operation that took effect last before the cut, where that is certain; or null
 * @param sentence     the whole matter in one sentence
 * @param helpers      other operations that leave what the core needs, in words: with their times forgotten, they do not help either
 * @param orders       each way to order the core, as far as it goes, in words
 * @param leftOut      how many operations of the partition do not matter
 * @param deepest      the longest order that was found
 * @param deepestWith  for operations that were open at that moment, by id, the longest order that includes each
 */
public record Counterexample(Operation refuted, List<Reasoned> core, boolean minimal, int cut, List<Object> states, Operation settled,
                             String sentence, List<String> helpers, List<String> orders, int leftOut, List<Operation> deepest,
                             Map<Integer, List<Operation>> deepestWith) {
    /**
     * One operation of the core.
     *
     * @param label     a letter to call it by
     * @param operation the operation
     * @param reason    what it has to do with the matter, in words
     */
    public record Reasoned(String label, Operation operation, String reason) {
    }

    /** Whether that operation is one of the core. */
    public boolean isCore(Operation operation) {
        return core.stream().anyMatch(reasoned -> reasoned.operation().id() == operation.id());
    }
}
