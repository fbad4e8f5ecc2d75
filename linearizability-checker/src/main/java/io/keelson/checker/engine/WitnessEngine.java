package io.keelson.checker.engine;

import io.keelson.checker.history.Event;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Judges by the order that the system under test reports, such as the log index at which it applied each operation. The order is
 * checked, never believed: it must hold every completed operation, respect real time, and be allowed by the model; then the history
 * is linearizable, and the order is the proof. Where it is not, another engine decides, so that a wrong witness costs time and
 * changes no verdict.
 */
public final class WitnessEngine implements Engine {
    /** The place of an operation of which the system reports none. */
    public static final long NONE = Event.NO_ORDER;

    private final ToLongFunction<Operation> place;
    private final Engine otherwise;

    /**
     * @param place     the place of an operation in the order, 0 or more, or {@link #NONE}; operations that change something have places of
     *                  their own, a read has the place of what it comes right after
     * @param otherwise who decides where the order is no proof
     */
    public WitnessEngine(ToLongFunction<Operation> place, Engine otherwise) {
        this.place = Objects.requireNonNull(place, "place");
        this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
    }

    /** The order that a history holds ({@link Operation#order()}). */
    public static WitnessEngine ofHistory(Engine otherwise) {
        return new WitnessEngine(Operation::order, otherwise);
    }

    @Override
    public String name() {
        return "witness";
    }

    @Override
    public boolean allowsParallelChecks() {
        return otherwise.allowsParallelChecks();
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        List<Operation> possible = operations.stream().filter(operation -> operation.outcome() != EventType.FAIL).toList();
        List<Operation> order = order(possible, model);
        return order == null || !isProof(order, model) ? otherwise.check(key, operations, model, budget)
            : new PartitionResult(key, Verdict.VALID, possible, order, null, null, 0);
    }

    /** What has a place, in order; null where a completed operation has none. */
    private List<Operation> order(List<Operation> possible, Model model) {
        record Placed(Operation operation, long place, boolean reads) {
        }
        List<Placed> placed = new ArrayList<>(possible.size());
        for (Operation operation : possible) {
            long at = place.applyAsLong(operation);
            if (at != NONE) {
                placed.add(new Placed(operation, at, model.isReadOnly(Transition.of(operation))));
            } else if (operation.isOk()) {
                return null;
            }
        }
        placed.sort(Comparator.comparingLong(Placed::place).thenComparing(Placed::reads)
            .thenComparingInt(each -> each.operation().invoked()));
        return placed.stream().map(Placed::operation).toList();
    }

    /** Whether an order respects real time and is allowed by the model. */
    private static boolean isProof(List<Operation> order, Model model) {
        int latestInvocation = -1;
        Object state = model.initialState();
        for (Operation operation : order) {
            latestInvocation = Math.max(latestInvocation, operation.invoked());
            state = operation.completed() < latestInvocation ? Model.REFUSED : model.step(state, Transition.of(operation));
            if (state == Model.REFUSED) {
                return false;
            }
        }
        return true;
    }
}
