package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A sequence that something puts in order: one function puts a value in, the other takes one out and gives it, or nil where there
 * was none. A taking of unknown outcome takes whatever is next.
 *
 * @param put  the name of the function that puts a value in
 * @param take the name of the function that takes one out
 */
record SequenceModel(String name, Structure structure, String put, String take) implements Model {
    @Override
    public Object initialState() {
        return List.of();
    }

    @Override
    public Object step(Object state, Transition transition) {
        List<?> items = (List<?>) state;
        if (transition.f().equals(put)) {
            return with(items, transition.input());
        }
        if (items.isEmpty()) {
            return !transition.known() || transition.output() == null ? state : REFUSED;
        }
        int next = structure == Structure.STACK ? items.size() - 1 : 0;
        if (transition.known() && !Objects.equals(items.get(next), transition.output())) {
            return REFUSED;
        }
        return next == 0 ? copy(items.subList(1, items.size())) : copy(items.subList(0, next));
    }

    /** A priority queue is kept in order, smallest first; the others in order of arrival. */
    private List<Object> with(List<?> items, Object value) {
        List<Object> more = new ArrayList<>(items.size() + 1);
        more.addAll(items);
        int place = more.size();
        while (structure == Structure.PRIORITY_QUEUE && place > 0 && Ordering.compare(more.get(place - 1), value) > 0) {
            place--;
        }
        more.add(place, value);
        return Collections.unmodifiableList(more);
    }

    private static List<Object> copy(List<?> items) {
        return Collections.unmodifiableList(new ArrayList<>(items));
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals(take) && transition.known() && transition.output() == null;
    }

    @Override
    public String objection(Operation operation) {
        return Forms.first(Forms.oneOf(this, operation, put, take),
            Forms.argument(!operation.f().equals(put) || operation.input() != null, operation, "a value"));
    }
}
