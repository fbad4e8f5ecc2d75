package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * An append-only log: {@code append v} puts a value at the next offset, counted from 0, and gives {@code [offset v]}, or {@code v}
 * alone where the offset was not learned; {@code read offset} gives {@code [offset v]}, v nil where nothing is there yet;
 * {@code end} gives the number of values.
 */
record LogModel() implements Model {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public Object initialState() {
        return List.of();
    }

    @Override
    public Object step(Object state, Transition transition) {
        List<?> values = (List<?>) state;
        switch (transition.f()) {
            case "append":
                boolean fits = !tellsOffset(transition) || offset(transition).equals((long) values.size());
                return fits ? with(values, transition.input()) : REFUSED;
            case "read":
                return !transition.known() || Objects.equals(at(values, (Long) transition.input()), seen(transition)) ? state : REFUSED;
            default:
                return !transition.known() || transition.output().equals((long) values.size()) ? state : REFUSED;
        }
    }

    private static boolean tellsOffset(Transition transition) {
        return transition.known() && !Objects.equals(transition.input(), transition.output());
    }

    private static Object offset(Transition transition) {
        return ((List<?>) transition.output()).get(0);
    }

    private static Object seen(Transition transition) {
        return ((List<?>) transition.output()).get(1);
    }

    private static Object at(List<?> values, long offset) {
        return offset < values.size() ? values.get((int) offset) : null;
    }

    private static List<Object> with(List<?> values, Object value) {
        List<Object> more = new ArrayList<>(values.size() + 1);
        more.addAll(values);
        more.add(value);
        return Collections.unmodifiableList(more);
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return !transition.f().equals("append");
    }

    @Override
    public Structure structure() {
        return Structure.LOG;
    }

    @Override
    public String objection(Operation operation) {
        boolean appends = operation.f().equals("append");
        boolean reads = operation.f().equals("read");
        return Forms.first(Forms.oneOf(this, operation, "append", "read", "end"),
            Forms.argument(!appends || operation.input() != null, operation, "a value"),
            Forms.argument(!reads || operation.input() instanceof Long offset && offset >= 0, operation, "an offset"),
            Forms.result(!appends || Objects.equals(operation.input(), operation.output()) || isPlaced(operation.output(), operation.input()),
                operation, "[offset value]"),
            Forms.result(!reads || operation.output() instanceof List<?> pair && pair.size() == 2 && pair.get(0).equals(operation.input()),
                operation, "[offset value]"),
            Forms.result(appends || reads || operation.output() instanceof Long, operation, "a number"));
    }

    private static boolean isPlaced(Object output, Object value) {
        return output instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof Long && Objects.equals(pair.get(1), value);
    }
}
