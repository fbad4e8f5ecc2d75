package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import java.util.List;
import java.util.Objects;

/**
 * One cell. {@code read} sees the value, {@code write v} replaces it, {@code cas [old new]}, where the model has it, replaces
 * {@code old} by {@code new} and is refused elsewhere.
 *
 * <p>A read that saw nil saw the initial state of a cell that was never written: it asserts that, and does not pass for free.
 */
record RegisterModel(String name, Object initialState, boolean hasCas) implements Model {

    @Override
    public Object step(Object state, Transition transition) {
        switch (transition.f()) {
            case "read":
                return !transition.known() || Objects.equals(state, transition.output()) ? state : REFUSED;
            case "write":
                return transition.input();
            default:
                List<?> pair = (List<?>) transition.input();
                return Objects.equals(state, pair.get(0)) ? pair.get(1) : REFUSED;
        }
    }

    @Override
    public String objection(Operation operation) {
        if (hasCas && operation.f().equals("cas")) {
            return operation.input() instanceof List<?> pair && pair.size() == 2 ? null
                : "a :cas takes [old new], not " + Values.show(operation.input());
        }
        return operation.f().equals("read") || operation.f().equals("write") ? null
            : "the model " + name + " knows " + (hasCas ? ":read, :write and :cas" : ":read and :write")
                + ", not :" + operation.f();
    }

    @Override
    public Structure structure() {
        return Structure.REGISTER;
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return switch (transition.f()) {
            case "read" -> true;
            case "cas" -> {
                List<?> pair = (List<?>) transition.input();
                yield Objects.equals(pair.get(0), pair.get(1));
            }
            default -> false;
        };
    }

    @Override
    public Flow flow(Transition transition) {
        switch (transition.f()) {
            case "read":
                return new Flow(transition.known() ? transition.output() : Flow.NOTHING, Flow.NOTHING);
            case "write":
                return new Flow(Flow.NOTHING, transition.input());
            default:
                List<?> pair = (List<?>) transition.input();
                return new Flow(pair.get(0), pair.get(1));
        }
    }
}
