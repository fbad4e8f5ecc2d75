package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;

/** A number: {@code add n} adds, {@code read} sees it; {@code add-and-get n} adds and sees the sum. */
record CounterModel(Object initialState) implements Model {
    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Object step(Object state, Transition transition) {
        long now = (Long) state;
        if (transition.f().equals("read")) {
            return !transition.known() || transition.output().equals(state) ? state : REFUSED;
        }
        long sum = now + (Long) transition.input();
        boolean fits = transition.f().equals("add") || !transition.known() || transition.output().equals(sum);
        return fits ? (Object) sum : REFUSED;
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("read") || transition.f().equals("add") && transition.input().equals(0L);
    }

    @Override
    public Structure structure() {
        return Structure.COUNTER;
    }

    @Override
    public String objection(Operation operation) {
        boolean adds = !operation.f().equals("read");
        return Forms.first(Forms.oneOf(this, operation, "add", "read", "add-and-get"),
            Forms.argument(!adds || operation.input() instanceof Long, operation, "a number"),
            Forms.result(operation.f().equals("add") || operation.output() instanceof Long, operation, "a number"));
    }

    static CounterModel from(Object initial) {
        Object value = initial == null ? Long.valueOf(0) : Values.canonical(initial);
        if (value instanceof Long) {
            return new CounterModel(value);
        }
        throw new IllegalArgumentException("a counter starts from a number, not " + Values.show(initial));
    }
}
