package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import java.util.List;
import java.util.function.Function;

/** One object of the inner model for each key of the history; where the inner model splits further, for each part of each key. */
record PerKeyModel(Model inner) implements Model {
    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Object initialState() {
        return inner.initialState();
    }

    @Override
    public Object initialValue() {
        return inner.initialValue();
    }

    @Override
    public Object step(Object state, Transition transition) {
        return inner.step(state, transition);
    }

    @Override
    public String objection(Operation operation) {
        return inner.objection(operation);
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return inner.isReadOnly(transition);
    }

    @Override
    public Flow flow(Transition transition) {
        return inner.flow(transition);
    }

    @Override
    public Structure structure() {
        return inner.structure();
    }

    @Override
    public Object partition(Operation operation) {
        return operation.key();
    }

    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        Function<Operation, Object> within = inner.partitioning(operations);
        return operation -> {
            Object part = within.apply(operation);
            return part == null ? operation.key() : Values.vector(operation.key(), part);
        };
    }

    @Override
    public boolean tiesKeys(Operation operation) {
        return inner.tiesKeys(operation);
    }

    @Override
    public boolean isPerKey() {
        return true;
    }
}
