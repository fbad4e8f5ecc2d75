package io.keelson.checker.explain;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Histories that demand less: what explains the whole explains them as well, so what refutes one of them refutes the whole. */
final class Relaxed {
    private Relaxed() {
    }

    /** The same operation, if nobody had learned what became of it: it may happen at any time after it began, or never. */
    static Operation unknown(Operation o) {
        return new Operation(o.id(), o.process(), o.f(), o.key(), o.input(), null, EventType.INFO, o.invoked(), Operation.NEVER,
            o.invokedAt(), Long.MAX_VALUE, null);
    }

    /** What is known at the completion {@code last}, it included: what completes later has an unknown outcome. */
    static List<Operation> prefix(List<Operation> operations, int last) {
        List<Operation> prefix = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.invoked() < last) {
                prefix.add(operation.isOk() && operation.completed() > last ? unknown(operation) : operation);
            }
        }
        return prefix;
    }

    /** The operations without those of unknown outcome that leave a value which none of them needs: nobody could notice them. */
    static List<Operation> noticed(List<Operation> operations, Model model) {
        Set<Object> needed = new HashSet<>();
        for (Operation operation : operations) {
            Flow flow = model.flow(Transition.of(operation));
            if (flow == null) {
                return operations;
            }
            needed.add(flow.needs());
        }
        return operations.stream().filter(operation -> operation.isOk()
            || needed.contains(model.flow(Transition.of(operation)).leaves())).toList();
    }

    /**
     * The operations with all but {@code kept} relaxed: those that only read are left out, the others have an unknown outcome and could
     * begin at once. Of what is unknown anyway, the begin stays.
     */
    static List<Operation> allBut(Set<Integer> kept, List<Operation> operations, Model model) {
        List<Operation> relaxed = new ArrayList<>();
        List<Operation> free = new ArrayList<>();
        for (Operation operation : operations) {
            if (kept.contains(operation.id()) || !operation.isOk()) {
                relaxed.add(operation);
            } else if (!model.isReadOnly(Transition.of(operation))) {
                free.add(early(unknown(operation)));
            }
        }
        free.addAll(relaxed);
        return free;
    }

    private static Operation early(Operation o) {
        return new Operation(o.id(), o.process(), o.f(), o.key(), o.input(), null, EventType.INFO, -1, Operation.NEVER, o.invokedAt(),
            o.completedAt(), null);
    }
}
