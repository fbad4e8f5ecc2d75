package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Several cells under one lock: {@code txn [[:read k v] [:write k v] ...]} reads and writes them in one moment. A transaction ties
 * its keys together; keys that none ties are judged apart.
 */
record MultiRegisterModel(Object initialState) implements Model {

    @Override
    public String name() {
        return "multi-register";
    }

    @Override
    public Object step(Object state, Transition transition) {
        Map<?, ?> cells = (Map<?, ?>) state;
        Map<Object, Object> changed = null;
        Object micros = transition.known() ? transition.output() : transition.input();
        for (Object micro : (List<?>) micros) {
            List<?> parts = (List<?>) micro;
            if (isWrite(parts)) {
                changed = changed == null ? new HashMap<>(cells) : changed;
                changed.put(parts.get(1), parts.get(2));
            } else if (transition.known()
                && !Objects.equals((changed == null ? cells : changed).get(parts.get(1)), parts.get(2))) {
                return REFUSED;
            }
        }
        return changed == null ? state : changed;
    }

    @Override
    public String objection(Operation operation) {
        if (!operation.f().equals("txn")) {
            return "the model multi-register knows :txn, not :" + operation.f();
        }
        boolean wellFormed = isTransaction(operation.input()) && (!operation.isOk() || isTransaction(operation.output()));
        return wellFormed ? null : "a :txn takes [[:read k nil] [:write k v] ...], not " + Values.show(operation.input());
    }

    private static boolean isTransaction(Object value) {
        return value instanceof List<?> micros && micros.stream().allMatch(micro -> micro instanceof List<?> parts
            && parts.size() == 3 && (isWrite(parts) || Micro.isNamed(parts.get(0), "read", "r")));
    }

    private static boolean isWrite(List<?> parts) {
        return Micro.isNamed(parts.get(0), "write", "w");
    }

    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        return KeyGroups.of(operations, operation -> Micro.keys(operation.input()));
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return ((List<?>) transition.input()).stream().noneMatch(micro -> isWrite((List<?>) micro));
    }
}
