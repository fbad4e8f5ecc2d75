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
record ListAppendModel() implements AppendedLists {
    @Override
    public String name() {
        return "list-append";
    }

    @Override
    public Object initialState() {
        return Ordering.emptyMap();
    }

    @SuppressWarnings("unchecked")
    private static SortedMap<Object, List<Object>> lists(Object state) {
        return (SortedMap<Object, List<Object>>) state;
    }

    @Override
    public boolean isThere(Object state, Object key, Object seen) {
        List<Object> list = lists(state).getOrDefault(key, List.of());
        return seen == null ? list.isEmpty() : list.equals(seen);
    }

    @Override
    public Object append(Object state, Object key, Object element) {
        SortedMap<Object, List<Object>> changed = new TreeMap<>(Ordering::compare);
        changed.putAll(lists(state));
        List<Object> longer = new ArrayList<>(lists(state).getOrDefault(key, List.of()));
        longer.add(element);
        changed.put(key, Collections.unmodifiableList(longer));
        return Collections.unmodifiableSortedMap(changed);
    }

    @Override
    public Model within(List<Operation> possible) {
        return ReadListsModel.of(possible);
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
