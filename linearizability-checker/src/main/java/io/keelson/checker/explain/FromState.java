package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;

/** A model that sets out from another state. It claims no structure: what is known of a structure may hold from the first state only. */
record FromState(Model inner, Object initialState) implements Model {
    @Override
    public String name() {
        return inner.name();
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
        return inner.partition(operation);
    }

    @Override
    public boolean isPerKey() {
        return inner.isPerKey();
    }
}
