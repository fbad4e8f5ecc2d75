package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out what has no say in the verdict: failed operations, and those of unknown outcome that nothing could have noticed.
 *
 * <p>Of unknown outcome and read-only: whether it happened changes nothing. Of unknown outcome and leaving a value that no other
 * operation needs: in any order that holds it, the next operation that is not one of its kind does the same in every state, so
 * the order without it is allowed as well. Dropping one can make another unnoticed, so it goes on until nothing is dropped.
 */
final class UnnoticedOperations {
    private UnnoticedOperations() {
    }

    /** The operations that count, in their order. */
    static List<Operation> dropped(List<Operation> operations, Model model) {
        List<Operation> kept = new ArrayList<>(operations.size());
        boolean flows = true;
        for (Operation operation : operations) {
            boolean counts = operation.isOk()
                || operation.isCrashed() && !model.isReadOnly(Transition.of(operation));
            if (counts) {
                kept.add(operation);
                flows &= model.flow(Transition.of(operation)) != null;
            }
        }
        return flows ? withoutDeadValues(kept, model) : kept;
    }

    private static List<Operation> withoutDeadValues(List<Operation> operations, Model model) {
        Map<Object, Integer> needs = new HashMap<>();
        for (Operation operation : operations) {
            needs.merge(model.flow(Transition.of(operation)).needs(), 1, Integer::sum);
        }
        List<Operation> kept = operations;
        int before;
        do {
            before = kept.size();
            List<Operation> next = new ArrayList<>(before);
            for (Operation operation : kept) {
                Flow flow = model.flow(Transition.of(operation));
                if (operation.isCrashed() && needs.getOrDefault(flow.leaves(), 0) == 0) {
                    needs.merge(flow.needs(), -1, Integer::sum);
                } else {
                    next.add(operation);
                }
            }
            kept = next;
        } while (kept.size() < before);
        return kept;
    }
}
