package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Linearizability by its definition: tries every order of the operations that respects real time, every subset of those of unknown
 * outcome, on a map of registers. It shares no code with the engine and does not split by key.
 */
final class BruteForce {
    private final List<Operation> operations;

    private BruteForce(List<Operation> operations) {
        this.operations = operations;
    }

    /** Whether {@code operations} is linearizable, registers starting at nil. */
    static boolean isLinearizable(List<Operation> operations) {
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
        return new BruteForce(possible).search(0, new HashMap<>());
    }

    /** Whether what is known at {@code event}, exclusive, is linearizable: what ends there or later has an unknown outcome. */
    static boolean isLinearizableBefore(List<Operation> operations, int event) {
        return isLinearizable(operations.stream().filter(operation -> operation.invoked() < event)
            .map(operation -> operation.isOk() && operation.completed() >= event ? crashed(operation) : operation).toList());
    }

    private static Operation crashed(Operation o) {
        return new Operation(o.id(), o.process(), o.f(), o.key(), o.input(), null, io.keelson.checker.history.EventType.INFO,
            o.invoked(), Operation.NEVER, o.invokedAt(), o.completedAt(), null);
    }

    private boolean search(int placed, Map<Object, Object> state) {
        if (allCompletedIn(placed)) {
            return true;
        }
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if ((placed & 1 << i) == 0 && mayComeNext(operation, placed) && fits(operation, state)) {
                Map<Object, Object> next = new HashMap<>(state);
                apply(operation, next);
                if (search(placed | 1 << i, next)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean allCompletedIn(int placed) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).isOk() && (placed & 1 << i) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean mayComeNext(Operation operation, int placed) {
        for (int i = 0; i < operations.size(); i++) {
            if ((placed & 1 << i) == 0 && operations.get(i).completed() < operation.invoked()) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Operation operation, Map<Object, Object> state) {
        Object value = state.get(operation.key());
        return switch (operation.f()) {
            case "read" -> operation.isCrashed() || Objects.equals(value, operation.output());
            case "write" -> true;
            default -> Objects.equals(value, ((List<?>) operation.input()).get(0));
        };
    }

    private static void apply(Operation operation, Map<Object, Object> state) {
        if (operation.f().equals("write")) {
            state.put(operation.key(), operation.input());
        } else if (operation.f().equals("cas")) {
            state.put(operation.key(), ((List<?>) operation.input()).get(1));
        }
    }
}
