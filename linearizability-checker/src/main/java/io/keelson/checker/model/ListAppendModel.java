package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lists by key. On the key of an operation: {@code append x} and {@code read}, which gives the whole list. On many keys at once:
 * {@code txn [[:append k x] [:r k nil] ...]}, as Elle's workload has it. An empty list reads as nil or []. Keys that no transaction
 * ties together are judged apart.
 */
record ListAppendModel() implements Model {
    @Override
    public String name() {
        return "list-append";
    }

    @Override
    public Object initialState() {
        return Ordering.emptyMap();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object step(Object state, Transition transition) {
        SortedMap<Object, List<Object>> lists = (SortedMap<Object, List<Object>>) state;
        if (transition.f().equals("append")) {
            return with(lists, transition.key(), transition.input());
        }
        if (transition.f().equals("read")) {
            return !transition.known() || isThere(lists, transition.key(), transition.output()) ? state : REFUSED;
        }
        for (Object micro : (List<?>) (transition.known() ? transition.output() : transition.input())) {
            List<?> parts = (List<?>) micro;
            if (isAppend(parts)) {
                lists = with(lists, parts.get(1), parts.get(2));
            } else if (transition.known() && !isThere(lists, parts.get(1), parts.get(2))) {
                return REFUSED;
            }
        }
        return lists;
    }

    static boolean isAppend(List<?> micro) {
        return Micro.isNamed(micro.get(0), "append", "append");
    }

    private static boolean isThere(SortedMap<Object, List<Object>> lists, Object key, Object seen) {
        List<Object> list = lists.getOrDefault(key, List.of());
        return seen == null ? list.isEmpty() : list.equals(seen);
    }

    private static SortedMap<Object, List<Object>> with(SortedMap<Object, List<Object>> lists, Object key, Object element) {
        SortedMap<Object, List<Object>> changed = new TreeMap<>(Ordering::compare);
        changed.putAll(lists);
        List<Object> longer = new ArrayList<>(lists.getOrDefault(key, List.of()));
        longer.add(element);
        changed.put(key, Collections.unmodifiableList(longer));
        return Collections.unmodifiableSortedMap(changed);
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("read")
            || transition.f().equals("txn") && ((List<?>) transition.input()).stream().noneMatch(micro -> isAppend((List<?>) micro));
    }

    @Override
    public Model within(List<Operation> possible) {
        return ReadListsModel.of(this, possible);
    }

    @Override
    public Structure structure() {
        return Structure.LIST;
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
        return operation.f().equals("txn");
    }

    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        return KeyGroups.of(operations, operation -> operation.f().equals("txn") ? Micro.keys(operation.input())
            : Collections.singletonList(operation.key()));
    }

    @Override
    public String objection(Operation operation) {
        boolean isTransaction = operation.f().equals("txn");
        boolean isList = operation.output() == null || operation.output() instanceof List<?>;
        return Forms.first(Forms.oneOf(this, operation, "append", "read", "txn"),
            Forms.argument(!isTransaction || Micro.isTransaction(operation.input()), operation, "[[:append k x] [:r k nil] ...]"),
            Forms.result(!isTransaction || Micro.isTransaction(operation.output()), operation, "[[:append k x] [:r k [...]] ...]"),
            Forms.result(!operation.f().equals("read") || isList, operation, "a list"));
    }
}
