package io.keelson.checker.model;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which keys must be judged together, because some operation that may have happened touches several of them. Each group is called by its key of first use.
 */
final class KeyGroups {
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> keys = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();

    /** For each operation the group of its keys; null for one that touches none. */
    static Function<Operation, Object> of(List<Operation> operations, Function<Operation, List<Object>> keysOf) {
        KeyGroups groups = new KeyGroups();
        for (Operation operation : operations) {
            if (operation.outcome() != EventType.FAIL) {
                groups.tie(keysOf.apply(operation));
            }
        }
        return operation -> groups.group(keysOf.apply(operation));
    }

    private void tie(List<Object> together) {
        for (Object key : together) {
            int a = root(number(key));
            int b = root(number(together.get(0)));
            parents.set(Math.max(a, b), Math.min(a, b));
        }
    }

    private Object group(List<Object> touched) {
        return touched.isEmpty() ? null : keys.get(root(number(touched.get(0))));
    }

    private int number(Object key) {
        return numbers.computeIfAbsent(key, unseen -> {
            keys.add(unseen);
            parents.add(parents.size());
            return parents.size() - 1;
        });
    }

    private int root(int number) {
        int at = number;
        while (parents.get(at) != at) {
            parents.set(at, parents.get(parents.get(at)));
            at = parents.get(at);
        }
        return at;
    }
}
