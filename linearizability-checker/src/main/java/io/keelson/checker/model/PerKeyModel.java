package io.keelson.checker.model;

import io.keelson.checker.history.Operation;

/** One object of the inner model for each key of the history. */
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
    public Object partition(Operation operation) {
        return operation.key();
    }

    @Override
    public boolean isPerKey() {
        return true;
    }
}
