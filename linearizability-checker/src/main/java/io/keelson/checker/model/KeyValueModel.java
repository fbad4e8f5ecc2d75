package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A map. On the key of an operation: {@code get}, {@code put v}, {@code append s} (texts), {@code delete}, {@code cas [old new]}. On
 * many keys at once, and without a key of its own: {@code range [from to]}, to without, gives {@code [[k v] ...]} in order of keys;
 * {@code txn [[:get k nil] [:put k v] [:append k s] [:delete k nil] ...]} gives the same with what its gets saw. Keys that no
 * transaction and no range ties together are judged apart.
 *
 * @param missing what a get of a missing key sees
 */
record KeyValueModel(Object missing) implements Model {
    @Override
    public String name() {
        return "kv";
    }

    @Override
    public Object initialState() {
        return Ordering.emptyMap();
    }

    @Override
    public Object initialValue() {
        return missing;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object step(Object state, Transition transition) {
        SortedMap<Object, Object> map = (SortedMap<Object, Object>) state;
        switch (transition.f()) {
            case "range":
                return !transition.known() || range(map, (List<?>) transition.input()).equals(transition.output()) ? state : REFUSED;
            case "txn":
                return transaction(map, transition);
            default:
                return single(map, transition.f(), transition.key(), transition.input(), transition.output(), transition.known());
        }
    }

    private Object single(SortedMap<Object, Object> map, String f, Object key, Object input, Object output, boolean known) {
        Object value = map.getOrDefault(key, missing);
        switch (f) {
            case "get":
                return !known || Objects.equals(value, output) ? map : REFUSED;
            case "append":
                return with(map, key, (value == null ? "" : value.toString()) + input);
            case "delete":
                return with(map, key, missing);
            case "cas":
                return Objects.equals(value, ((List<?>) input).get(0)) ? with(map, key, ((List<?>) input).get(1)) : REFUSED;
            default:
                return with(map, key, input);
        }
    }

    private SortedMap<Object, Object> with(SortedMap<Object, Object> map, Object key, Object value) {
        SortedMap<Object, Object> changed = new TreeMap<>(Ordering::compare);
        changed.putAll(map);
        if (Objects.equals(value, missing)) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return Collections.unmodifiableSortedMap(changed);
    }

    private static List<Object> range(SortedMap<Object, Object> map, List<?> bounds) {
        List<Object> found = new ArrayList<>();
        map.forEach((key, value) -> {
            if (Ordering.compare(key, bounds.get(0)) >= 0 && Ordering.compare(key, bounds.get(1)) < 0) {
                found.add(Arrays.asList(key, value));
            }
        });
        return found;
    }

    @SuppressWarnings("unchecked")
    private Object transaction(SortedMap<Object, Object> map, Transition transition) {
        Object now = map;
        for (Object micro : (List<?>) (transition.known() ? transition.output() : transition.input())) {
            List<?> parts = (List<?>) micro;
            now = single((SortedMap<Object, Object>) now, function(parts), parts.get(1), parts.get(2), parts.get(2), transition.known());
            if (now == REFUSED) {
                return REFUSED;
            }
        }
        return now;
    }

    private static String function(List<?> micro) {
        String name = Micro.name(micro.get(0));
        return switch (name) {
            case "r", "read" -> "get";
            case "w", "write" -> "put";
            default -> name;
        };
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return switch (transition.f()) {
            case "get", "range" -> true;
            case "txn" -> ((List<?>) transition.input()).stream().allMatch(micro -> function((List<?>) micro).equals("get"));
            default -> false;
        };
    }

    /** Of operations on one key; where one touches several, there is none, and no others are asked for in vain. */
    @Override
    public Flow flow(Transition transition) {
        return switch (transition.f()) {
            case "get" -> new Flow(transition.known() ? transition.output() : Flow.NOTHING, Flow.NOTHING);
            case "put" -> new Flow(Flow.NOTHING, transition.input());
            case "delete" -> new Flow(Flow.NOTHING, missing);
            case "cas" -> new Flow(((List<?>) transition.input()).get(0), ((List<?>) transition.input()).get(1));
            default -> null;
        };
    }

    @Override
    public Structure structure() {
        return Structure.REGISTER;
    }

    @Override
    public boolean isPerKey() {
        return true;
    }

    @Override
    public Object partition(Operation operation) {
        return operation.key();
    }

    @Override
    public boolean tiesKeys(Operation operation) {
        return operation.f().equals("range") || operation.f().equals("txn");
    }

    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        List<Object> used = new ArrayList<>();
        boolean ranges = false;
        boolean transactions = false;
        for (Operation operation : operations) {
            ranges |= operation.f().equals("range");
            transactions |= operation.f().equals("txn");
        }
        if (!ranges && !transactions) {
            return Operation::key;
        }
        if (ranges) {
            operations.stream().filter(operation -> !operation.f().equals("range")).forEach(operation -> used.addAll(keys(operation, used)));
        }
        List<Object> distinct = used.stream().distinct().toList();
        return KeyGroups.of(operations, operation -> keys(operation, distinct));
    }

    /** The keys of an operation, of a range those of {@code used} that lie in it. */
    private static List<Object> keys(Operation operation, List<Object> used) {
        return switch (operation.f()) {
            case "txn" -> Micro.keys(operation.input());
            case "range" -> {
                List<?> bounds = (List<?>) operation.input();
                yield used.stream().filter(key -> Ordering.compare(key, bounds.get(0)) >= 0 && Ordering.compare(key, bounds.get(1)) < 0)
                    .toList();
            }
            default -> Collections.singletonList(operation.key());
        };
    }

    @Override
    public String objection(Operation operation) {
        boolean single = !operation.f().equals("range") && !operation.f().equals("txn");
        return Forms.first(Forms.oneOf(this, operation, "get", "put", "append", "delete", "cas", "range", "txn"),
            Forms.argument(single || operation.key() == null, operation, "no key of its own"),
            Forms.argument(!operation.f().equals("cas") && !operation.f().equals("range") || Forms.isPair(operation.input()), operation,
                operation.f().equals("cas") ? "[old new]" : "[from to]"),
            Forms.argument(!operation.f().equals("txn") || Micro.isTransaction(operation.input()), operation, "[[:get k nil] [:put k v] ...]"),
            Forms.result(!operation.f().equals("txn") || Micro.isTransaction(operation.output()), operation, "[[:get k v] [:put k v] ...]"));
    }
}
